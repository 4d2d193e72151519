import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../support/paths';
import { kernels, kernelSource } from './kernelSources';

/** Writes the kernels in WebAssembly where the sources import them from; a test fails when one is stale. */
for (const kernel of kernels) writeFileSync(path.join(projectFolder, 'src', 'geometry', `${kernel.name}Bytes.ts`), kernelSource(kernel));
