import { fork } from 'node:child_process';
import { Channel } from '../messaging/channel';
import { lane } from '../messaging/lanes';
import type { Disposable, Port } from '../messaging/port';
import { childProcessPort } from './nodePorts';
import { controlLane, type OperationClientProtocol, type ProcessControlProtocol } from './processProtocol';

/** A process beside the files, as its host holds it. */
export interface ProcessHandle extends Disposable {
  /** The whole line; the host relays its lane `modelLane` to a page. */
  readonly port: Port;
  /** What the host itself asks. Pending requests fail with the reason when the process ends. */
  readonly control: Channel<OperationClientProtocol, ProcessControlProtocol>;
  readonly pid: number | undefined;
  /** Ends it at once, in the middle of whatever it does. */
  terminate(): void;
  /** Called once, with the reason, when it has ended by itself or was killed; not after `terminate`. */
  onExit(listener: (reason: string) => void): Disposable;
}

export interface ProcessOptions {
  /** Takes the next piece of an output of kind "stream". */
  readonly write?: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
}

/** As much of what a dying process says as a message can hold. */
const lastWordsLength = 4096;

/**
 * Starts the node worker as a child process, with this program's own executable: Electron runs as Node when told to.
 *
 * @param workerPath `dist/processWorker.js`
 */
export function startProcess(workerPath: string, options: ProcessOptions = {}): ProcessHandle {
  const environment: NodeJS.ProcessEnv = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  // They are meant for this process: inspectors, loaders, limits.
  delete environment.NODE_OPTIONS;
  delete environment.VSCODE_INSPECTOR_OPTIONS;
  const child = fork(workerPath, [], {
    serialization: 'advanced',
    execPath: process.execPath,
    execArgv: [],
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let lastWords = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-lastWordsLength);
  });
  let terminated = false;
  const describeExit = (code: number | null, signal: string | null): string =>
    terminated ? 'The process was ended.' : describeDeath(code, signal, lastWords);
  const port = childProcessPort(child, describeExit);
  const control = new Channel<OperationClientProtocol, ProcessControlProtocol>(
    lane(port, controlLane),
    {
      write: async ({ bytes }) => {
        if (!options.write) throw new Error('Nobody takes this output.');
        await options.write(bytes);
        return null;
      },
    },
    {},
  );
  const terminate = (): void => {
    terminated = true;
    child.kill('SIGKILL');
  };
  return {
    port,
    control,
    pid: child.pid,
    terminate,
    dispose: terminate,
    onExit: (listener) => {
      const closed = port.onClose?.((reason) => {
        if (!terminated) listener(reason);
      });
      return { dispose: () => closed?.dispose() };
    },
  };
}

/** Why a process ended, for people. */
function describeDeath(code: number | null, signal: string | null, lastWords: string): string {
  if (/heap out of memory|allocation failed/i.test(lastWords)) {
    return 'The process that computes ran out of memory. Use smaller inputs, or a machine with more memory.';
  }
  if (signal === 'SIGKILL') {
    return 'The process that computes was killed, most likely by the system for lack of memory. Use smaller inputs.';
  }
  const how = signal === null ? `with exit code ${code}` : `by signal ${signal}`;
  // The last line of a stack's head says what went wrong; the rest is for the log.
  const words = lastWords.split('\n').find((line) => /error/i.test(line))?.trim();
  return `The process that computes ended ${how}${words ? `: ${words}` : '.'}`;
}
