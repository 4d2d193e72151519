import { axisIou } from '../../../src/detection/iou/axisIou';
import { boxOverlapsOnGpu } from '../../../src/gpu/boxOverlaps';
import { boxesLike } from '../../unit/gpu/boxes';
import { marchingCubes } from '../../../src/geometry/marchingCubes';
import { sequential } from '../../../src/geometry/parallel';
import { surfaceOnGpu } from '../../../src/gpu/surfaceOnGpu';
import { fieldAt } from '../../../src/model/fieldProgram';
import { fieldPrograms } from '../../unit/gpu/fieldPrograms';
import { GpuSession, type CheckedDevice, type DeviceChoice } from '../../../src/gpu/device';
import { loadGpuLibrary, type GpuKernel, type GpuLibrary } from '../../../src/gpu/gpuLibrary';
import { nearestCrossover } from '../../../src/gpu/nearestCrossover';
import { noRow } from '../../../src/geometry/nearestDistances';
import { nearestOnGpu, type NearestNeighbours, type NearestOnCpu } from '../../../src/gpu/nearestNeighbours';
import { measureBids } from './gpuBids';
import { makePoints } from './gpuPoints';
import type { ChoiceRequest, CrossoverRequest, CrossoverResult, GpuAnswer, GpuRequest, OverlapsRequest, OverlapsResult, SearchRequest, SearchResult, SurfaceRequest, SurfaceResult } from './gpuProtocol';

type Points = Parameters<NearestOnCpu>[0];

/** The definition itself: all pairs in float64. */
function bruteForce(queries: Points, reference: Points): NearestNeighbours {
  const indices = new Uint32Array(queries.length / 3).fill(noRow);
  const distances = new Float64Array(indices.length).fill(NaN);
  for (let query = 0; query < indices.length; query++) {
    for (let row = 0; row < reference.length / 3; row++) {
      const distance = Math.hypot(
        queries[3 * query] - reference[3 * row],
        queries[3 * query + 1] - reference[3 * row + 1],
        queries[3 * query + 2] - reference[3 * row + 2],
      );
      if (distance < distances[query] || (Number.isNaN(distances[query]) && !Number.isNaN(distance))) {
        distances[query] = distance;
        indices[query] = row;
      }
    }
  }
  return { indices, distances };
}

const finite = (points: Points, row: number): boolean =>
  Number.isFinite(points[3 * row]) && Number.isFinite(points[3 * row + 1]) && Number.isFinite(points[3 * row + 2]);

function finitePart(points: Points): Points {
  const rows = Array.from({ length: points.length / 3 }, (_, row) => row).filter((row) => finite(points, row));
  return Float64Array.from(rows.flatMap((row) => [points[3 * row], points[3 * row + 1], points[3 * row + 2]]));
}

/** The diagonal of the box about most points, not of one that outliers blow up: the tolerance is to mean something. */
function extentOf(points: Points): number {
  let squares = 0;
  for (let axis = 0; axis < 3; axis++) {
    const values = Array.from({ length: points.length / 3 }, (_, row) => points[3 * row + axis]).filter(Number.isFinite);
    values.sort((a, b) => a - b);
    if (values.length === 0) continue;
    squares += (values[Math.floor(values.length * 0.95)] - values[Math.floor(values.length * 0.05)]) ** 2;
  }
  return Math.sqrt(squares);
}

async function search(request: SearchRequest): Promise<SearchResult> {
  const queries = makePoints(request.queries, request.count, 1);
  const reference = makePoints(request.reference, request.count, 2);
  const session = new GpuSession({ device: 'gpu', allowSoftware: true, modes: [request.mode] });
  // The session gives its device to whoever runs something; so does a test that wants to break it.
  let device: CheckedDevice | undefined;
  await session.run(
    (checked) => {
      device = checked;
      return Promise.resolve(null);
    },
    () => Promise.resolve(null),
  );
  const onCpu: NearestOnCpu = (someQueries, allReference) => Promise.resolve(bruteForce(someQueries, finiteKept(allReference)));
  const started = performance.now();
  const answer = await nearestOnGpu(queries, reference, {
    session,
    nearestOnCpu: onCpu,
    method: request.method,
    progress: (share) => {
      if (request.loseAt === undefined || share < request.loseAt || share >= 1) return;
      device?.backend.loseContext();
      device = undefined;
    },
  });
  const milliseconds = performance.now() - started;
  const next = await session.choice();
  await session.dispose();
  const expected = bruteForce(queries, finiteKept(reference));
  const extent = extentOf(reference);
  const hasReference = finitePart(reference).length > 0;
  let worst = 0;
  let inconsistent = 0;
  for (let row = 0; row < queries.length / 3; row++) {
    const index = answer.indices[row];
    if (!finite(queries, row) || !hasReference) {
      if (index !== noRow || Number.isFinite(answer.distances[row])) inconsistent++;
      continue;
    }
    const own = Math.hypot(
      queries[3 * row] - reference[3 * index],
      queries[3 * row + 1] - reference[3 * index + 1],
      queries[3 * row + 2] - reference[3 * index + 2],
    );
    if (!(Math.abs(own - answer.distances[row]) <= 1e-12 * own)) inconsistent++;
    const least = expected.distances[row];
    const tolerance = 1e-5 * least + 1e-7 * extent;
    const excess = Math.abs(answer.distances[row] - least);
    if (excess > 0) worst = Math.max(worst, tolerance > 0 ? excess / tolerance : Infinity);
  }
  const { device: used, method, warnings, queriesOnCpu } = answer;
  return { device: used, method, warnings, queriesOnCpu, milliseconds, worst, inconsistent, queries: queries.length / 3, next };
}

/** Reference points that are not finite moved where nothing is nearest to them, so that rows stay what they are. */
function finiteKept(points: Points): Points {
  const kept = Float64Array.from(points);
  for (let row = 0; row < points.length / 3; row++) if (!finite(points, row)) kept.fill(NaN, 3 * row, 3 * row + 3);
  return kept;
}

/** GPU.js as it is, but for the answers. */
async function sabotaged(how: 'wrong' | 'zeros' | 'never'): Promise<GpuLibrary> {
  const library = await loadGpuLibrary();
  const spoil = async (answer: Promise<unknown>): Promise<unknown> => {
    const values = await answer;
    if (!(values instanceof Float32Array)) return values;
    if (how === 'zeros') return values.fill(0);
    values[values.length - 1] += 1;
    return values;
  };
  const never = new Promise<unknown>(() => undefined);
  return {
    Input: library.Input,
    GPU: class {
      private readonly real: InstanceType<GpuLibrary['GPU']>;
      constructor(settings: ConstructorParameters<GpuLibrary['GPU']>[0]) {
        this.real = new library.GPU(settings);
      }
      createKernel(...parameters: Parameters<InstanceType<GpuLibrary['GPU']>['createKernel']>): GpuKernel {
        const kernel = this.real.createKernel(...parameters);
        const call = (...values: Parameters<GpuKernel>): Promise<unknown> => (how === 'never' ? never : spoil(kernel(...values)));
        return Object.assign(call, {
          setOutput: (output: readonly [number]) => kernel.setOutput(output),
          destroy: () => kernel.destroy(),
          kernel: kernel.kernel,
        });
      }
      destroy(): Promise<void> {
        return this.real.destroy();
      }
    },
  };
}

async function choose(request: ChoiceRequest): Promise<DeviceChoice> {
  const { device, allowSoftware, sabotage } = request;
  const session = new GpuSession({
    device,
    allowSoftware,
    ...(sabotage ? { loadLibrary: () => sabotaged(sabotage) } : {}),
    ...(sabotage === 'never' ? { longestCheck: 500 } : {}),
  });
  const choice = await session.choice();
  await session.dispose();
  return choice;
}

async function crossover(request: CrossoverRequest): Promise<CrossoverResult> {
  const session = new GpuSession({ device: 'gpu', allowSoftware: true, modes: [request.mode] });
  let calls = 0;
  const onCpu: NearestOnCpu = (queries) => {
    calls++;
    // A CPU of known speed: 20 ms for whatever it is asked.
    const until = performance.now() + 20;
    while (performance.now() < until) continue;
    return Promise.resolve({ indices: new Uint32Array(queries.length / 3), distances: new Float64Array(queries.length / 3) });
  };
  const first = await nearestCrossover(session, onCpu);
  const before = calls;
  const second = await nearestCrossover(session, onCpu);
  await session.dispose();
  return { ...first, again: calls !== before || second !== first };
}

async function surface({ mode, field: name, samples, from }: SurfaceRequest): Promise<SurfaceResult> {
  const program = fieldPrograms[name];
  const step = 2 / (samples - 1);
  const data = new Float32Array(samples ** 3);
  for (let z = 0, at = 0; z < samples; z++) {
    for (let y = 0; y < samples; y++) for (let x = 0; x < samples; x++) data[at++] = fieldAt(program, x * step - 1, y * step - 1, z * step - 1);
  }
  const field = { dimensions: [samples, samples, samples], spacing: [step, step, step], origin: [-1, -1, -1], axisOrder: [0, 1, 2], data, isFinite: true } as const;
  const options = { iso: 0, method: 'exact', inside: 'below', parallel: sequential } as const;
  const session = new GpuSession({ device: 'gpu', allowSoftware: true, modes: [mode] });
  const found = await surfaceOnGpu(field, options, session, from === 'formula' ? program : undefined);
  await session.dispose();
  const expected = await marchingCubes(field, options);
  let farthest = found.surface.positions.length === expected.positions.length ? 0 : Infinity;
  for (let i = 0; i < expected.positions.length; i++) farthest = Math.max(farthest, Math.abs(found.surface.positions[i] - expected.positions[i]) / 2);
  return {
    device: found.device,
    warnings: found.warnings,
    steps: found.steps,
    triangles: found.surface.triangles.length / 3,
    sameTriangles: expected.triangles.every((corner, i) => corner === found.surface.triangles[i]),
    eulerCharacteristic: found.surface.measures.eulerCharacteristic,
    expected: { triangles: expected.triangles.length / 3, eulerCharacteristic: expected.measures.eulerCharacteristic },
    farthest,
  };
}

async function overlaps({ mode, threshold, extra, offset, counts, runs = 0, lose }: OverlapsRequest): Promise<OverlapsResult> {
  const a = boxesLike(counts[0], 1, offset);
  const b = boxesLike(counts[1], 2, offset);
  const session = new GpuSession({ device: 'gpu', allowSoftware: true, modes: [mode] });
  let offered = 0;
  const onGpu = async (device: CheckedDevice): Promise<Set<number>> => {
    const found = new Set<number>();
    offered = 0;
    await boxOverlapsOnGpu(device, {
      a,
      b,
      extra,
      threshold,
      signal: new AbortController().signal,
      progress: () => {
        if (lose) device.backend.loseContext();
      },
      offer: (i, j) => {
        offered++;
        if (axisIou(a, 4 * i, b, 4 * j, extra) > threshold) found.add(i * counts[1] + j);
      },
    });
    return found;
  };
  const onCpu = (): Promise<Set<number>> => {
    const found = new Set<number>();
    for (let i = 0; i < counts[0]; i++) for (let j = 0; j < counts[1]; j++) if (axisIou(a, 4 * i, b, 4 * j, extra) > threshold) found.add(i * counts[1] + j);
    return Promise.resolve(found);
  };
  const { value, choice, warnings } = await session.run(onGpu, onCpu);
  const expected = await onCpu();
  const seconds: { device: number[]; cpu: number[] } = { device: [], cpu: [] };
  for (let run = 0; run < runs; run++) {
    const began = performance.now();
    const again = await session.run(onGpu, onCpu);
    const between = performance.now();
    await onCpu();
    // A run that ended on the CPU says nothing of the device.
    seconds.device.push(again.choice.kind === 'cpu' ? NaN : (between - began) / 1000);
    seconds.cpu.push((performance.now() - between) / 1000);
  }
  await session.dispose();
  return { device: choice, warnings, offered, above: value.size, expected: expected.size, same: [...expected].every((pair) => value.has(pair)), seconds };
}

function answerTo(request: GpuRequest): Promise<GpuAnswer> {
  switch (request.kind) {
    case 'overlaps':
      return overlaps(request);
    case 'surface':
      return surface(request);
    case 'search':
      return search(request);
    case 'choice':
      return choose(request);
    case 'crossover':
      return crossover(request);
    case 'bids':
      return measureBids(request);
    case 'eval':
      return Promise.resolve({ refused: evalIsRefused() });
  }
}

/** Compiling code from bytes falls under the same directive as eval, which a rule forbids to write even here. */
function evalIsRefused(): boolean {
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    return false;
  } catch {
    return true;
  }
}

self.onmessage = (event: MessageEvent<GpuRequest>) => {
  answerTo(event.data).then(
    (answer) => self.postMessage({ answer }),
    (error: unknown) => self.postMessage({ error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) }),
  );
};
