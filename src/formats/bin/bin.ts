import { FormatError } from '../../model/errors';
import type { PointCloud } from '../../model/pointCloud';
import { BoundsBuilder } from '../boundsBuilder';
import type { ByteSource } from '../byteSource';
import { sliceBytes, throwIfCancelled } from '../byteSlices';
import type { Format, ReadContext } from '../format';
import { MemoryBudget } from '../memoryBudget';

const kittiColumns = ['x', 'y', 'z', 'intensity'];
const nuscenesColumns = ['x', 'y', 'z', 'intensity', 'ring'];
/** Text, and files that say what they are, have no business here. */
const longestColumns = 64;

/** Scans of KITTI and nuScenes: float32 numbers in little endian and nothing else, four or five a point. */
export const binFormat: Format = {
  id: 'bin',
  title: 'KITTI or nuScenes Scan',
  extensions: ['.bin'],
  kinds: ['pointCloud'],
  priority: 'option',
  heeds: ['columns'],
  // The content says nothing of itself.
  recognise: (_head, name) => name.toLowerCase().endsWith('.bin'),
  read: readBin,
};

interface Layout {
  readonly columns: readonly string[];
  readonly reason: string;
}

async function readBin(source: ByteSource, context: ReadContext): Promise<PointCloud> {
  const { columns, reason } = layoutOf(source, context.options.columns);
  const stride = 4 * columns.length;
  const count = Math.floor(source.size / stride);
  const rest = source.size - count * stride;
  if (rest > 0) context.warn(`${source.name}: ${rest} bytes are left over after ${count} points of ${columns.length} numbers; they were not read.`);
  if (count === 0) context.warn(`${source.name}: there are no points.`);
  const budget = new MemoryBudget(source.name, context.options.limit);
  budget.check(count * stride, 'the points');
  const places = ['x', 'y', 'z'].map((name) => columns.indexOf(name));
  const positions = new Float32Array(3 * count);
  const others = columns.flatMap((name, place) => (places.includes(place) ? [] : [{ name, place, data: new Float32Array(count) }]));
  const bounds = new BoundsBuilder();
  const pointsAtOnce = Math.floor(sliceBytes / stride);
  for (let first = 0; first < count; first += pointsAtOnce) {
    throwIfCancelled(context.signal);
    const end = Math.min(count, first + pointsAtOnce);
    const bytes = await source.read(first * stride, (end - first) * stride, context.signal);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let point = first; point < end; point++) {
      const at = (point - first) * stride;
      positions[3 * point] = view.getFloat32(at + 4 * places[0], true);
      positions[3 * point + 1] = view.getFloat32(at + 4 * places[1], true);
      positions[3 * point + 2] = view.getFloat32(at + 4 * places[2], true);
      for (const { place, data } of others) data[point] = view.getFloat32(at + 4 * place, true);
    }
    bounds.extend(positions, first, end);
    context.progress?.(end / count, 'reading points');
  }
  if (bounds.notFinite > 0) context.warn(`${source.name}: ${bounds.notFinite} of ${count} points are not finite and are left out of geometry.`);
  return {
    kind: 'pointCloud',
    count,
    positions: { kind: 'values', name: 'position', type: 'float32', components: 3, componentNames: ['x', 'y', 'z'], data: positions },
    attributes: others.map(({ name, data }) => ({ kind: 'values', name, type: 'float32', components: 1, data })),
    elements: [],
    comments: [`${columns.length} numbers a point, ${reason}`],
    bounds: bounds.bounds,
    notFinite: bounds.notFinite,
  };
}

/** How many numbers a point has: as asked for; as the names of file and folder say; as the size allows. */
function layoutOf({ name, size }: ByteSource, asked: readonly string[] | undefined): Layout {
  if (asked) {
    const named = ['x', 'y', 'z'].every((axis) => asked.includes(axis));
    if (named && asked.length <= longestColumns && new Set(asked).size === asked.length) return { columns: asked, reason: 'as --columns says' };
    throw new FormatError({ file: name, expected: '--columns with x, y and z among different names', found: asked.join(','), advice: 'KITTI has x,y,z,intensity, nuScenes x,y,z,intensity,ring.' });
  }
  const path = name.replaceAll('\\', '/').toLowerCase();
  if (/\.pcd\.bin$|lidar_top|nuscenes/.test(path)) return { columns: nuscenesColumns, reason: "as nuScenes has them, by the file's name" };
  if (/velodyne|kitti/.test(path)) return { columns: kittiColumns, reason: "as KITTI has them, by the file's name" };
  const isFive = size % 20 === 0 && size % 16 !== 0;
  return isFive ? { columns: nuscenesColumns, reason: "as nuScenes has them, by the file's size" } : { columns: kittiColumns, reason: "as KITTI has them; --columns says otherwise" };
}
