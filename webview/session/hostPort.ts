import type { Port } from '../../src/messaging/port';

const api = acquireVsCodeApi<string>();

/** The one line to the extension host, and the state that VS Code keeps for this tab across reloads. */
export const hostPort: Port = {
  post: (message) => api.postMessage(message),
  onMessage: (listener) => {
    const listen = (event: MessageEvent<unknown>): void => listener(event.data);
    window.addEventListener('message', listen);
    return { dispose: () => window.removeEventListener('message', listen) };
  },
};

/** Empty when nothing was kept. */
export function keptState(): string {
  const state: unknown = api.getState();
  return typeof state === 'string' ? state : '';
}

export function keepState(state: string): void {
  api.setState(state);
}
