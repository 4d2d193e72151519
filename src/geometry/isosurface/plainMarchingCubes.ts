import { gridStrides } from '../../model/grid';
import type { NumberArray } from '../../model/numericType';
import { surfaceKey } from './cellLoops';
import { cellPattern, needsValues } from './cellPatterns';
import { exactKey } from './cellTopology';
import { crossedEdges, edgeCorners } from './cube';
import { crossing, isLeftHanded, lessIso, middlePlace, placement, type GridPlacement } from './vertexPlaces';

/** Samples at the centres of a grid's cells, in the order that its `axisOrder` tells. */
export interface SampledField extends GridPlacement {
  readonly data: NumberArray;
  /** Whether no sample is NaN or infinite; looked at when left out. */
  readonly isFinite?: boolean;
}

export interface SurfaceOptions {
  readonly iso: number;
  /** "exact": the topology of the trilinear interpolant. "classic": on ambiguous faces the corners inside are apart, and there are no tunnels. */
  readonly method: 'exact' | 'classic';
  /** Which side is the inside; normals lead out of it. */
  readonly inside: 'below' | 'above';
}

/** Triangles with shared vertices. */
export interface PlainSurface {
  /** 3 numbers a vertex. */
  readonly positions: number[];
  /** 3 vertex rows each, anticlockwise as seen from outside. */
  readonly triangles: number[];
  /** Vertices inside cells. */
  readonly inner: number;
  /** Cells left out, since a corner is not finite. */
  readonly holes: number;
}

/**
 * Marching cubes, a cell after the other: the reference for the fast way, and what is used where samples are not finite.
 * Vertices on edges are shared through rows kept for two planes.
 */
export function plainMarchingCubes(field: SampledField, { iso, method, inside }: SurfaceOptions): PlainSurface {
  const { dimensions, data, axisOrder } = field;
  const strides = gridStrides(field);
  const place = placement(field);
  const [rowLength, rows] = [dimensions[axisOrder[0]], dimensions[axisOrder[1]]];
  const planeSize = rowLength * rows;
  const steps = [0, 1, 2].map((axis) => strides[axis]);
  const cornerSteps = Array.from({ length: 8 }, (_, corner) => (corner & 1) * steps[0] + ((corner >> 1) & 1) * steps[1] + (corner >> 2) * steps[2]);
  const isTurned = isLeftHanded(field) !== (inside === 'above');
  const positions: number[] = [];
  const triangles: number[] = [];
  // The vertex on the edge from a sample along each axis; planes of the slowest axis take turns.
  const vertices = new Int32Array(3 * 2 * planeSize).fill(-1);
  const values = new Float64Array(8);
  const corners = new Uint32Array(12);
  let inner = 0;
  let holes = 0;

  const slot = (sample: number, axis: number): number => 3 * (sample % (2 * planeSize)) + axis;
  const addPlace = (sample: number, moved: readonly number[]): number => {
    const a = (sample % rowLength) + moved[axisOrder[0]];
    const b = (Math.floor(sample / rowLength) % rows) + moved[axisOrder[1]];
    const c = Math.floor(sample / planeSize) + moved[axisOrder[2]];
    for (let coordinate = 0; coordinate < 3; coordinate++) {
      positions.push(place[coordinate] + a * place[3 + coordinate] + b * place[6 + coordinate] + c * place[9 + coordinate]);
    }
    return positions.length / 3 - 1;
  };
  const vertexOnEdge = (cell: number, edge: number): number => {
    const [low, high] = edgeCorners[edge];
    const sample = cell + cornerSteps[low];
    const at = slot(sample, edge >> 2);
    if (vertices[at] < 0) {
      const moved = [0, 0, 0];
      moved[edge >> 2] = crossing(lessIso(data[sample], iso), lessIso(data[cell + cornerSteps[high]], iso));
      vertices[at] = addPlace(sample, moved);
    }
    return vertices[at];
  };

  for (let c = 0; c + 1 < dimensions[axisOrder[2]]; c++) {
    // What was kept of the plane before goes; of the upper one nothing is known yet.
    const upper = 3 * ((c + 1) % 2) * planeSize;
    vertices.fill(-1, upper, upper + 3 * planeSize);
    for (let b = 0; b + 1 < rows; b++) {
      for (let a = 0; a + 1 < rowLength; a++) {
        const cell = a + b * rowLength + c * planeSize;
        let bits = 0;
        let sum = 0;
        for (let corner = 0; corner < 8; corner++) {
          const value = data[cell + cornerSteps[corner]];
          sum += value - value;
          if (value < iso) bits |= 1 << corner;
        }
        if (sum !== 0) {
          holes++;
          continue;
        }
        if (crossedEdges[bits] === 0) continue;
        for (let corner = 0; corner < 8; corner++) values[corner] = lessIso(data[cell + cornerSteps[corner]], iso);
        const key = method === 'exact' && needsValues(bits) ? exactKey(values, bits) : surfaceKey(bits, 0);
        const pattern = cellPattern(key);
        for (let edge = 0; edge < 12; edge++) if ((crossedEdges[bits] >> edge) & 1) corners[edge] = vertexOnEdge(cell, edge);
        const firstInner = positions.length / 3;
        for (const { around } of pattern.inner) addPlace(cell, middlePlace(values, around));
        inner += pattern.inner.length;
        for (let i = 0; i < pattern.triangles.length; i += 3) {
          for (const j of isTurned ? [0, 2, 1] : [0, 1, 2]) {
            const corner = pattern.triangles[i + j];
            triangles.push(corner < 12 ? corners[corner] : firstInner + corner - 12);
          }
        }
      }
    }
  }
  return { positions, triangles, inner, holes };
}
