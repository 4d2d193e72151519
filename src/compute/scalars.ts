import type { AnyAttribute, Attribute } from '../model/attribute';
import type { Vertices } from '../model/pointCloud';
import { rangeOf } from '../operations/range';
import type { ScalarChoice, ScalarPiece, ScalarsResult } from './modelProtocol';

/** One column of numbers of a cloud's vertices that can be coloured by. */
export interface ScalarColumn {
  readonly id: string;
  readonly title: string;
  readonly attribute: Attribute;
  readonly component: number;
}

export const histogramBins = 256;

/** Every column of the vertices, in the file's names: "vertex.x", "vertex.intensity". Lists have no single value a vertex and are left out. */
export function scalarColumns(vertices: Vertices): ScalarColumn[] {
  const attributes: (AnyAttribute | undefined)[] = [
    vertices.positions,
    vertices.normals,
    vertices.colours,
    vertices.textureCoordinates,
    ...vertices.attributes,
  ];
  return attributes.flatMap((attribute) => {
    if (attribute?.kind !== 'values') return [];
    return Array.from({ length: attribute.components }, (_, component): ScalarColumn => {
      const title =
        attribute.componentNames?.[component] ??
        (attribute.components === 1 ? attribute.name : `${attribute.name}[${component}]`);
      return { id: `vertex.${title}`, title, attribute, component };
    });
  });
}

/** Least and greatest finite value of a column; null when it has none. */
export function scalarRange({ attribute, component }: ScalarColumn, count: number): Pick<ScalarChoice, 'min' | 'max'> {
  const { data, components } = attribute;
  return rangeOf(data.length > count * components ? data.subarray(0, count * components) : data, component, components);
}

/** Rows first ... first + count - 1 of a column as float32 above `base`, in display order. */
export function scalarPiece(
  column: ScalarColumn,
  piece: number,
  first: number,
  count: number,
  order: Uint32Array | null,
  base: number,
): ScalarPiece {
  const { data, components } = column.attribute;
  const values = new Float32Array(count);
  for (let slot = 0; slot < count; slot++) {
    const row = first + (order ? order[slot] : slot);
    values[slot] = Number(data[components * row + column.component]) - base;
  }
  return { piece, base, values };
}

/** Counts of finite values in {@link histogramBins} equal bins from the least to the greatest. */
export function scalarHistogram(column: ScalarColumn, count: number): ScalarsResult {
  const { min, max } = scalarRange(column, count);
  const histogram = new Array<number>(histogramBins).fill(0);
  if (min === null || max === null) return { min, max, histogram };
  const { data, components } = column.attribute;
  const scale = max > min ? histogramBins / (max - min) : 0;
  for (let row = 0, at = column.component; row < count; row++, at += components) {
    const value = Number(data[at]);
    if (value - value !== 0) continue;
    const bin = Math.floor((value - min) * scale);
    histogram[bin < histogramBins ? bin : histogramBins - 1]++;
  }
  return { min, max, histogram };
}
