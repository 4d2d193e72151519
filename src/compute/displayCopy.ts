import type { Attribute } from '../model/attribute';
import type { Vector3 } from '../model/bounds';
import type { NumericArray } from '../model/numericType';
import type { Vertices } from '../model/pointCloud';
import type { PointsToDraw } from './modelProtocol';

type Drawable = Pick<Vertices, 'positions' | 'colours' | 'derivedColours'>;

/** How many points the centre is told from: enough for a steady median, few enough to sort at once. */
const centreSample = 1023;

/**
 * A point in the middle of the finite points among the first `ready`: the median of each axis, which outliers do not
 * move away from where the detail is, so that float32 about it keeps the detail. The origin when there is none.
 */
export function displayCentre(positions: Drawable['positions']['data'], ready: number): Vector3 {
  const step = Math.max(1, Math.floor(ready / centreSample));
  const axes: [number[], number[], number[]] = [[], [], []];
  for (let row = 0; row < ready; row += step) {
    const x = positions[3 * row];
    const y = positions[3 * row + 1];
    const z = positions[3 * row + 2];
    if (!Number.isFinite(x + y + z)) continue;
    axes[0].push(x);
    axes[1].push(y);
    axes[2].push(z);
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  return [median(axes[0]), median(axes[1]), median(axes[2])];
}

/**
 * Rows first ... first + count - 1 as they are drawn: float32 about the centre, in `order` (slot -> row within the
 * piece) or in the file's order where there is none. A row with a coordinate that is not finite becomes NaN as a whole.
 */
export function displayPoints(
  vertices: Drawable,
  first: number,
  count: number,
  centre: Vector3,
  order: Uint32Array | null,
): PointsToDraw {
  const source = vertices.positions.data;
  const positions = new Float32Array(3 * count);
  const [centreX, centreY, centreZ] = centre;
  for (let slot = 0; slot < count; slot++) {
    const from = 3 * (first + (order ? order[slot] : slot));
    const x = source[from] - centreX;
    const y = source[from + 1] - centreY;
    const z = source[from + 2] - centreZ;
    const drawn = Number.isFinite(x + y + z);
    positions[3 * slot] = drawn ? x : NaN;
    positions[3 * slot + 1] = drawn ? y : NaN;
    positions[3 * slot + 2] = drawn ? z : NaN;
  }
  const colours = vertices.colours ?? vertices.derivedColours;
  return { count, centre, positions, colours: colours ? displayColours(colours, first, count, order) : null };
}

/** What a stored value is multiplied with to be 0...255. */
function colourScale(data: NumericArray): number {
  if (data instanceof Uint8Array || data instanceof Int8Array) return 1;
  if (data instanceof Uint16Array || data instanceof Int16Array) return 255 / 65535;
  return 255;
}

function displayColours(
  colours: Attribute,
  first: number,
  count: number,
  order: Uint32Array | null,
): Uint8Array<ArrayBuffer> {
  const { data, components } = colours;
  const rgba = new Uint8Array(4 * count);
  const hasAlpha = components > 3;
  if (data instanceof Uint8Array) {
    for (let slot = 0; slot < count; slot++) {
      const from = components * (first + (order ? order[slot] : slot));
      const to = 4 * slot;
      rgba[to] = data[from];
      rgba[to + 1] = data[from + 1];
      rgba[to + 2] = data[from + 2];
      rgba[to + 3] = hasAlpha ? data[from + 3] : 255;
    }
    return rgba;
  }
  const scale = colourScale(data);
  const byte = (index: number): number => Math.min(255, Math.max(0, Math.round(Number(data[index]) * scale)));
  for (let slot = 0; slot < count; slot++) {
    const from = components * (first + (order ? order[slot] : slot));
    const to = 4 * slot;
    rgba[to] = byte(from);
    rgba[to + 1] = byte(from + 1);
    rgba[to + 2] = byte(from + 2);
    rgba[to + 3] = hasAlpha ? byte(from + 3) : 255;
  }
  return rgba;
}
