import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '../support/paths';
import { pointKernelSource } from './pointKernelSource';

/** Writes the point index's kernel where the sources import it from; a test fails when it is stale. */
writeFileSync(path.join(projectFolder, 'src', 'geometry', 'pointKernelBytes.ts'), pointKernelSource());
