import type { DeviceReport, OperationContext } from './operation';

/** That the CPU computed, with all the threads that there are unless said otherwise, and why. */
export function cpuDevice({ parallel, place }: OperationContext, reason: string, threads = parallel.threads): DeviceReport {
  return { kind: 'cpu', name: `CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`, place, reason };
}
