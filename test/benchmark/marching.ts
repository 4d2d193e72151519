import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { array, number, object, parse, string } from 'valibot';
import { BatchProcess } from './support/batchProcess';
import { median, type Benchmark } from './support/benchmark';
import { runPython } from './support/python';

/** The surface of an array of float32 at 0, by scikit-image (Lewiner's tables) and by VTK's flying edges on all cores. */
const peers = `
import json, sys, time
import numpy
from skimage.measure import marching_cubes
import vtkmodules.all as vtk
from vtkmodules.util.numpy_support import numpy_to_vtk
field = numpy.load(sys.argv[1])
n = field.shape[0]
image = vtk.vtkImageData()
image.SetDimensions(n, n, n)
image.GetPointData().SetScalars(numpy_to_vtk(field.ravel(order='F'), deep=1))
def scikit():
    vertices, faces, _, _ = marching_cubes(field, 0)
    return len(vertices), len(faces)
def flying():
    edges = vtk.vtkFlyingEdges3D()
    edges.SetInputData(image)
    edges.SetValue(0, 0.0)
    edges.ComputeNormalsOff()
    edges.Update()
    return edges.GetOutput().GetNumberOfPoints(), edges.GetOutput().GetNumberOfPolys()
for name, work in (("scikit-image", scikit), ("VTK flying edges", flying)):
    seconds = []
    for _ in range(7):
        start = time.perf_counter()
        vertices, triangles = work()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"peer": name, "seconds": seconds, "vertices": vertices, "triangles": triangles}))
`;
const peerLine = object({ peer: string(), seconds: array(number()), vertices: number(), triangles: number() });

/** A ball with bumps in a cube, z fastest, as numpy.save writes it. */
function writeField(file: string, samples: number): void {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${samples}, ${samples}, ${samples}), }`;
  const head = Buffer.alloc(128, 0x20);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(118, 8);
  head.write(header, 10, 'latin1');
  head[127] = 10;
  const place = Float32Array.from({ length: samples }, (_, i) => (2.4 * i) / (samples - 1) - 1.2);
  const values = new Float32Array(samples ** 3);
  let at = 0;
  for (const x of place) {
    for (const y of place) {
      const wave = 0.12 * Math.sin(9 * x) * Math.sin(8 * y);
      for (const z of place) values[at++] = Math.sqrt(x * x + y * y + z * z) - 0.8 - wave * Math.sin(7 * z);
    }
  }
  writeFileSync(file, head);
  writeFileSync(file, values, { flag: 'a' });
}

/** Marching cubes of a field in a file, warm, beside other programs in the same run. */
export const benchmark: Benchmark = {
  title: 'Marching cubes',
  async run(context) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'inspect3d-marching-'));
    const batch = new BatchProcess();
    try {
      for (const [samples, runs] of [[128, 15], [256, 15], [512, 5]]) {
        const file = path.join(folder, `${samples}.npy`);
        writeField(file, samples);
        const seconds: number[] = [];
        let numbers: Readonly<Record<string, number | null>> = {};
        for (let run = -4; run < runs; run++) {
          const answer = await batch.ask('marching-cubes', [file]);
          if (run >= 0) seconds.push(answer.compute);
          numbers = answer.numbers;
        }
        context.record(`${samples}^3, ${numbers['triangles']} triangles`, 's', seconds);
        context.record(`${samples}^3: most memory of the process so far, after ${runs + 4} requests`, 'MB', [batch.peakMemory / 1e6]);
        if (samples > 256) continue;
        const lines = runPython(['skimage', 'vtkmodules'], peers, [file]);
        if (!lines) {
          context.note('No Python with scikit-image and VTK here.');
          continue;
        }
        for (const line of lines) {
          const found = parse(peerLine, line);
          assert.deepEqual([found.vertices, found.triangles], [numbers['vertices'], numbers['triangles']], found.peer);
          context.record(`${samples}^3: ${found.peer}`, 's', found.seconds);
          context.record(`${samples}^3: ${found.peer} / this`, 'times', [median(found.seconds) / median(seconds)]);
        }
      }
      const [load] = os.loadavg();
      context.note(`Load average over the last minute at the end: ${load.toFixed(2)}.`);
    } finally {
      await batch.end();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
