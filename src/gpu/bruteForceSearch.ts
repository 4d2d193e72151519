import type { Backend, CheckedKernel } from './backend';
import { ChunkPacer } from './chunks';
import type { CheckedDevice } from './device';
import { bruteForceNearestKernel } from './kernels/bruteForceNearest';
import { indexAnswered, type NearestTask } from './nearestTask';
import { packedStride, packPoints, type PointFrame } from './pointFrame';

/** Reference points in a draw: few enough for the shortest draw to be short on the slowest device. */
const tileSize = 4096;

/** The kernel of a device and how long its draws take: compiled once, since sizes are all that differs. */
const compiled = new WeakMap<Backend, { readonly kernel: CheckedKernel; readonly pacer: ChunkPacer }>();

function kernelOf(backend: Backend): { readonly kernel: CheckedKernel; readonly pacer: ChunkPacer } {
  const known = compiled.get(backend);
  if (known) return known;
  const made = { kernel: backend.createKernel(bruteForceNearestKernel), pacer: new ChunkPacer() };
  compiled.set(backend, made);
  return made;
}

/** Offers each query the nearest point of every tile of the reference. */
export async function nearestByBruteForce(device: CheckedDevice, frame: PointFrame, task: NearestTask): Promise<void> {
  const { queryRows, referenceRows, signal } = task;
  const { kernel, pacer } = kernelOf(device.backend);
  const queries = packPoints(frame, task.queries, queryRows);
  const references = packPoints(frame, task.reference, referenceRows);
  for (let tile = 0; tile < referenceRows.length; tile += tileSize) {
    const count = Math.min(tileSize, referenceRows.length - tile);
    const tileReferences = references.subarray(packedStride * tile, packedStride * (tile + count));
    await pacer.forEach(queryRows.length, signal, async (first, length) => {
      const chunk = queries.subarray(packedStride * first, packedStride * (first + length));
      const answers = await kernel.run(length, chunk, tileReferences, count);
      for (let index = 0; index < length; index++) {
        task.offer(queryRows[first + index], referenceRows[tile + indexAnswered(answers[index], count)]);
      }
      task.progress((tile + (count * (first + length)) / queryRows.length) / referenceRows.length);
    });
  }
}
