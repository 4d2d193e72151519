import { CancelledError, FormatError, OperationError, TimeoutError } from '../model/errors';
import type { Disposable, Port } from './port';
import type {
  CallName,
  Envelope,
  ErrorMessage,
  Notice,
  NoticeName,
  Params,
  Progress,
  Protocol,
  Result,
} from './protocol';

/** What a handler may use while it answers. */
export interface AnswerContext<ProgressValue> {
  /** Aborted when the asker cancels or the line closes. */
  readonly signal: AbortSignal;
  readonly progress: (value: ProgressValue, transfer?: readonly ArrayBuffer[]) => void;
  /** Names buffers to hand over with the answer instead of copying them. */
  readonly transfer: (buffers: readonly ArrayBuffer[]) => void;
}

export type Handlers<P extends Protocol> = {
  readonly [N in CallName<P>]: (
    params: Params<P, N>,
    context: AnswerContext<Progress<P, N>>,
  ) => Result<P, N> | Promise<Result<P, N>>;
};

export type NoticeHandlers<P extends Protocol> = {
  readonly [N in NoticeName<P>]: (value: Notice<P, N>) => void;
};

/** Checks of what comes from a side that is not trusted; each returns the checked value or throws. */
export type Validators<P extends Protocol> = {
  readonly calls: { readonly [N in CallName<P>]: (value: unknown) => Params<P, N> };
  readonly notices: { readonly [N in NoticeName<P>]: (value: unknown) => Notice<P, N> };
};

export interface RequestOptions<ProgressValue> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (value: ProgressValue) => void;
  /** Milliseconds without any answer or progress after which the request fails; none unless given. */
  readonly timeout?: number;
  readonly transfer?: readonly ArrayBuffer[];
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
  readonly progress: (value: unknown) => void;
}

export function encodeError(error: unknown): ErrorMessage {
  if (error instanceof FormatError) return { name: 'FormatError', details: error.details };
  if (error instanceof OperationError || error instanceof CancelledError || error instanceof TimeoutError) {
    return { name: error.name, message: error.message };
  }
  if (error instanceof Error) {
    if (error.name === 'AbortError') return { name: 'CancelledError', message: 'Cancelled.' };
    return error.stack === undefined
      ? { name: 'Error', message: error.message }
      : { name: 'Error', message: error.message, stack: error.stack };
  }
  return { name: 'Error', message: String(error) };
}

export function decodeError(message: ErrorMessage): Error {
  switch (message.name) {
    case 'FormatError':
      return new FormatError(message.details);
    case 'OperationError':
      return new OperationError(message.message);
    case 'CancelledError':
      return new CancelledError(message.message);
    case 'TimeoutError':
      return new TimeoutError(message.message);
    case 'Error': {
      const error = new Error(message.message);
      if (message.stack !== undefined) error.stack = message.stack;
      return error;
    }
  }
}

function isEnvelope(message: unknown): message is Envelope {
  if (typeof message !== 'object' || message === null || !('type' in message)) return false;
  const { type } = message;
  if (type === 'notice') return 'notice' in message && typeof message.notice === 'string';
  if (!('id' in message) || typeof message.id !== 'number') return false;
  if (type === 'request') return 'call' in message && typeof message.call === 'string';
  return type === 'reply' || type === 'error' || type === 'progress' || type === 'cancel';
}

/**
 * Typed requests over a {@link Port}: `Local` is what this side answers, `Remote` what it asks of the other.
 * Replies can be errors, requests can be cancelled and time out, and nothing waits for ever on a closed line.
 */
export class Channel<Local extends Protocol, Remote extends Protocol> implements Disposable {
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();
  private readonly answering = new Map<number, AbortController>();
  private readonly subscriptions: Disposable[] = [];
  private closedBecause: string | undefined;

  constructor(
    private readonly port: Port,
    private readonly handlers: Handlers<Local>,
    private readonly noticeHandlers: NoticeHandlers<Local>,
    private readonly validators?: Validators<Local>,
  ) {
    this.subscriptions.push(port.onMessage((message) => this.receive(message)));
    const closed = port.onClose?.((reason) => this.close(reason));
    if (closed) this.subscriptions.push(closed);
  }

  request<N extends CallName<Remote>>(
    call: N,
    params: Params<Remote, N>,
    options: RequestOptions<Progress<Remote, N>> = {},
  ): Promise<Result<Remote, N>> {
    const { signal, timeout, onProgress } = options;
    if (this.closedBecause !== undefined) return Promise.reject(new CancelledError(this.closedBecause));
    if (signal?.aborted) return Promise.reject(new CancelledError());
    const id = this.nextId++;
    return new Promise<Result<Remote, N>>((resolve, reject) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const finish = (): void => {
        this.pending.delete(id);
        if (timer !== undefined) clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
      };
      const fail = (error: Error): void => {
        finish();
        reject(error);
      };
      const cancel = (): void => {
        this.send({ type: 'cancel', id });
        fail(new CancelledError());
      };
      const startTimer = (): void => {
        if (timeout === undefined) return;
        if (timer !== undefined) clearTimeout(timer);
        timer = setTimeout(() => {
          this.send({ type: 'cancel', id });
          fail(new TimeoutError(`No answer to "${call}" within ${timeout} ms.`));
        }, timeout);
      };
      this.pending.set(id, {
        // The protocol's type is the contract of both ends, which are built together; a side that is not trusted is checked by its receiver's validators.
        resolve: (value) => {
          finish();
          resolve(value as Result<Remote, N>);
        },
        reject: fail,
        progress: (value) => {
          startTimer();
          onProgress?.(value as Progress<Remote, N>);
        },
      });
      signal?.addEventListener('abort', cancel);
      startTimer();
      try {
        this.send({ type: 'request', id, call, params }, options.transfer);
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  notify<N extends NoticeName<Remote>>(
    notice: N,
    value: Notice<Remote, N>,
    transfer?: readonly ArrayBuffer[],
  ): void {
    if (this.closedBecause === undefined) this.send({ type: 'notice', notice, value }, transfer);
  }

  dispose(): void {
    this.close('The line was closed.');
  }

  private send(envelope: Envelope, transfer?: readonly ArrayBuffer[]): void {
    this.port.post(envelope, transfer);
  }

  private close(reason: string): void {
    if (this.closedBecause !== undefined) return;
    this.closedBecause = reason;
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const controller of this.answering.values()) controller.abort();
    for (const pending of [...this.pending.values()]) pending.reject(new CancelledError(reason));
  }

  private receive(message: unknown): void {
    if (!isEnvelope(message)) return;
    switch (message.type) {
      case 'request':
        void this.answer(message.id, message.call, message.params);
        return;
      case 'reply':
        this.pending.get(message.id)?.resolve(message.result);
        return;
      case 'error':
        this.pending.get(message.id)?.reject(decodeError(message.error));
        return;
      case 'progress':
        this.pending.get(message.id)?.progress(message.progress);
        return;
      case 'cancel':
        this.answering.get(message.id)?.abort();
        return;
      case 'notice':
        this.hear(message.notice, message.value);
    }
  }

  private isCall(name: string): name is CallName<Local> {
    return Object.hasOwn(this.handlers, name);
  }

  private isNotice(name: string): name is NoticeName<Local> {
    return Object.hasOwn(this.noticeHandlers, name);
  }

  private hear(name: string, value: unknown): void {
    if (!this.isNotice(name)) return;
    const checked = this.validators
      ? this.validators.notices[name](value)
      : (value as Notice<Local, typeof name>);
    this.noticeHandlers[name](checked);
  }

  private async answer(id: number, call: string, params: unknown): Promise<void> {
    const controller = new AbortController();
    this.answering.set(id, controller);
    let buffers: readonly ArrayBuffer[] | undefined;
    try {
      if (!this.isCall(call)) throw new Error(`Nothing here answers "${call}".`);
      const checked = this.validators
        ? this.validators.calls[call](params)
        : (params as Params<Local, typeof call>);
      const result = await this.handlers[call](checked, {
        signal: controller.signal,
        progress: (progress, transfer) => {
          if (!controller.signal.aborted) this.send({ type: 'progress', id, progress }, transfer);
        },
        transfer: (list) => {
          buffers = list;
        },
      });
      if (!controller.signal.aborted) this.send({ type: 'reply', id, result }, buffers);
    } catch (error) {
      if (this.closedBecause === undefined) this.send({ type: 'error', id, error: encodeError(error) });
    } finally {
      this.answering.delete(id);
    }
  }
}
