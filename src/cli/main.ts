#!/usr/bin/env node
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { asksForDebug } from './arguments';
import { commandLine } from './commandLine';
import { errorLine } from './errorLine';
import { exitCodes } from './exitCodes';
import { isBrokenPipe, type Output } from './surroundings';

/** Milliseconds that an interrupted run has for tidying up. */
const graceAfterInterrupt = 500;

const argv = process.argv.slice(2);

// Node would end a crash with code 1, which here means that a --fail-if holds.
process.on('uncaughtException', (error) => {
  if (isBrokenPipe(error)) process.exit(exitCodes.done);
  process.stderr.write(errorLine(error, asksForDebug(argv)), () => process.exit(exitCodes.noAnswer));
});

/** The node worker is bundled beside this file. */
const workerPath = path.join(__dirname, 'processWorker.js');

function outputOf(stream: NodeJS.WriteStream): Output {
  // The callback of each write tells the error; without a listener it would be thrown as well.
  stream.on('error', () => undefined);
  return {
    write: (data) =>
      new Promise((resolve, reject) => {
        stream.write(data, (error) => (error ? reject(error) : resolve()));
      }),
    isTerminal: stream.isTTY,
    columns: stream.columns > 0 ? stream.columns : 80,
  };
}

async function main(): Promise<void> {
  const interrupt = new AbortController();
  const stop = (): void => {
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted);
    interrupt.abort();
    setTimeout(() => process.exit(exitCodes.interrupted), graceAfterInterrupt);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const code = await commandLine(argv, {
    input: { [Symbol.asyncIterator]: () => process.stdin[Symbol.asyncIterator]() },
    output: outputOf(process.stdout),
    errors: outputOf(process.stderr),
    folder: process.cwd(),
    cores: availableParallelism(),
    signal: interrupt.signal,
    createRunner: async (threads) => {
      const { OperationThread } = await import('../compute/operationThread');
      return new OperationThread(workerPath, threads);
    },
  });
  process.exit(code);
}

void main();
