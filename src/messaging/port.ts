export interface Disposable {
  dispose(): void;
}

/**
 * One end of a two-way line that carries structured clones: a web worker, a worker thread, a child process, a webview.
 * A line may copy what it cannot transfer; `transfer` only names buffers that the sender no longer needs.
 */
export interface Port {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): Disposable;
  /** Called once when the other end is gone for good. */
  onClose?(listener: (reason: string) => void): Disposable;
}
