import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { array, number, object, parse, record, string, tuple } from 'valibot';
import { nodeFiles } from '../../src/compute/nodeFiles';
import { runRequest } from '../../src/compute/runRequest';
import { marchingCubes } from '../../src/geometry/marchingCubes';
import { sequential } from '../../src/geometry/parallel';
import { surfaceMeasures } from '../../src/geometry/surfaceMeasures';
import type { Report } from '../../src/operations/operation';
import { findCorpus } from './corpusFolder';

const triple = tuple([number(), number(), number()]);
const cubes = object({
  cases: array(
    object({
      name: string(),
      volume_xyz: array(array(array(number()))),
      iso: number(),
      expected_vertices_xyz: array(triple),
      /** Vertices, triangles, area. */
      peers: record(string(), triple),
    }),
  ),
});

describe('marching cubes of other programs', () => {
  const folder = findCorpus();
  if (folder === null) {
    it('are not here: set INSPECT3D_CORPUS to a folder with an INDEX.tsv to test them', () => {
      console.log('      The corpus was not found; nothing of it was tested.');
    });
    return;
  }

  it("puts vertices on the edges of PyTorch3D's single cubes where its tests have them, and as many triangles where all programs agree", async () => {
    const { cases } = parse(cubes, JSON.parse(readFileSync(path.join(folder, 'reference/marching_cubes/unit_cubes_pytorch3d.json'), 'utf8')));
    assert.ok(cases.length >= 14);
    for (const { name, volume_xyz: values, iso, expected_vertices_xyz: expected, peers } of cases) {
      const data = Float64Array.from(values.flat(2));
      const field = { dimensions: [2, 2, 2], spacing: [1, 1, 1], origin: [0, 0, 0], axisOrder: [2, 1, 0], data } as const;
      const surface = await marchingCubes(field, { iso, method: 'exact', inside: 'below', parallel: sequential });
      const onEdges = surface.positions.length / 3 - surface.innerVertices;
      const texts = (positions: readonly (readonly number[])[]): string[] => positions.map((position) => position.join(' ')).sort();
      const found = Array.from({ length: onEdges }, (_, vertex) => [...surface.positions.subarray(3 * vertex, 3 * vertex + 3)]);
      assert.deepEqual(texts(found), texts(expected), name);
      const [[, triangles, area], ...others] = Object.values(peers);
      if (others.some((other) => other[1] !== triangles)) continue;
      // Tables differ in their diagonals: of 6 corners, the least area is 2 % below theirs.
      const ownArea = surfaceMeasures(surface.positions, surface.triangles).area;
      assert.equal(surface.triangles.length / 3, triangles, name);
      assert.ok(Math.abs(ownArea / area - 1) < 0.03, name);
    }
  });

  const torusFiles = [
    'sdfgen/torus.sdf',
    'written_by_peers/numpy/sdf_ijk_f4.npy',
    'written_by_peers/teem/torus_permuted_zyx.nrrd',
    'written_by_peers/teem/torus_raw_bigendian.nrrd',
    'written_by_peers/vtk/torus_appended_raw.vti',
    'written_by_peers/vtk/torus_raw.mha',
    'written_by_peers/vtk/torus_float64.vti',
  ];
  for (const file of torusFiles) {
    it(`finds one handle in ${file}, and VTK's numbers`, async () => {
      const answer = await runRequest(
        { operation: 'marching-cubes', files: [{ kind: 'path', path: path.join(folder, file), name: file }], options: {} },
        { place: 'process', files: nodeFiles, parallel: sequential, progress: () => undefined, write: () => Promise.resolve() },
        new AbortController().signal,
      );
      assert.ok(answer.kind === 'report');
      const { numbers }: Report = answer.report;
      const { vertices, triangles, eulerCharacteristic, genus, components, boundaryEdges, nonManifoldEdges } = numbers;
      // VTK 9.1's flying edges of the same array, which take a sample equal to the value as outside too; 8 samples are 0.
      assert.deepEqual(
        { vertices, triangles, eulerCharacteristic, genus, components, boundaryEdges, nonManifoldEdges },
        { vertices: 2674, triangles: 5348, eulerCharacteristic: 0, genus: 1, components: 1, boundaryEdges: 0, nonManifoldEdges: 0 },
      );
      // The file for numpy has no spacing: its unit is a cell.
      const cell = file.endsWith('.npy') ? 1 : 0.1;
      assert.ok(Math.abs(Number(numbers['area']) / cell ** 2 / 1965.2138 - 1) < 5e-4);
      assert.ok(Math.abs(Number(numbers['volume']) / cell ** 3 / 4877.2070 - 1) < 5e-4);
    });
  }
});
