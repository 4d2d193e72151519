/** A request that one side answers: what goes there, what comes back, and what may be told on the way. */
export interface Call<Params, Result, Progress = never> {
  readonly params: Params;
  readonly result: Result;
  readonly progress: Progress;
}

/** The calls that one side answers, by name. */
export type Calls = { readonly [name: string]: Call<unknown, unknown, unknown> };

/** What one side can be asked and told. `notices` are told without an answer. */
export interface Protocol {
  readonly calls: object;
  readonly notices: object;
}

type CallMap<P extends Protocol> = P['calls'];
type ParamsOf<C> = C extends Call<infer Params, unknown, unknown> ? Params : never;
type ResultOf<C> = C extends Call<unknown, infer Result, unknown> ? Result : never;
type ProgressOf<C> = C extends Call<unknown, unknown, infer Progress> ? Progress : never;

export type CallName<P extends Protocol> = keyof CallMap<P> & string;
export type NoticeName<P extends Protocol> = keyof P['notices'] & string;
export type Params<P extends Protocol, N extends CallName<P>> = ParamsOf<CallMap<P>[N]>;
export type Result<P extends Protocol, N extends CallName<P>> = ResultOf<CallMap<P>[N]>;
export type Progress<P extends Protocol, N extends CallName<P>> = ProgressOf<CallMap<P>[N]>;
export type Notice<P extends Protocol, N extends NoticeName<P>> = P['notices'][N];

/** An error as it travels: enough to make the same error again on the other side. */
export type ErrorMessage =
  | { readonly name: 'FormatError'; readonly details: import('../model/errors').FormatErrorDetails }
  | { readonly name: 'OperationError' | 'CancelledError' | 'TimeoutError'; readonly message: string }
  | { readonly name: 'Error'; readonly message: string; readonly stack?: string };

/** Everything that travels on a line. */
export type Envelope =
  | { readonly type: 'request'; readonly id: number; readonly call: string; readonly params: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly result: unknown }
  | { readonly type: 'error'; readonly id: number; readonly error: ErrorMessage }
  | { readonly type: 'progress'; readonly id: number; readonly progress: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'notice'; readonly notice: string; readonly value: unknown };
