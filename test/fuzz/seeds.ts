import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Format } from '../../src/formats/format';
import type { FuzzSeed } from './fuzzFormat';

/** The files in test/fixtures/<format id>/: small ones that together use every feature of a format. */
export function fixtureSeeds(format: Format): FuzzSeed[] {
  const folder = path.join(__dirname, '..', 'fixtures', format.id);
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(path.join(folder, name))) }));
}
