import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { packedFolderFormat } from '../../src/formats/folders/packedFolder';
import type { Format } from '../../src/formats/format';
import { formats } from '../../src/formats/registry';
import type { FuzzSeed } from './fuzzFormat';

/** Every reader of bytes that come from elsewhere. */
export const fuzzedFormats: readonly Format[] = [...formats, packedFolderFormat];

/** The files in test/fixtures/<format id>/: small ones that together use every feature of a format. */
export function fixtureSeeds(format: Format): FuzzSeed[] {
  const folder = path.join(__dirname, '..', 'fixtures', format.id);
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(path.join(folder, name))) }));
}
