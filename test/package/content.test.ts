import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { packedExtension } from '../../scripts/support/pack';
import { projectFolder } from '../../scripts/support/paths';

/** Names of the files in a zip archive, from its central directory (APPNOTE.TXT 4.3.12). */
function zipEntries(archive: Buffer): string[] {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  assert.ok(end >= 0, 'Not a zip archive.');
  const names: string[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    names.push(archive.toString('utf8', at + 46, at + 46 + (nameLength ?? 0)));
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return names;
}

/** Of package.json, what must be found in the package. */
interface Manifest {
  readonly main: string;
  readonly browser: string;
  readonly icon: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly contributes: { readonly jsonValidation: readonly { readonly url: string }[] };
}

describe('package', () => {
  let files: string[] = [];

  before(() => {
    files = zipEntries(readFileSync(packedExtension))
      .filter((name) => name.startsWith('extension/'))
      .map((name) => name.slice('extension/'.length));
  });

  it('holds everything that the manifest names, every bundle, and the licences', () => {
    const manifest = JSON.parse(readFileSync(path.join(projectFolder, 'package.json'), 'utf8')) as Manifest;
    const schemas = manifest.contributes.jsonValidation.map(({ url }) => url);
    const named = [manifest.main, manifest.browser, manifest.icon, ...Object.values(manifest.bin), ...schemas].map((file) => path.posix.normalize(file));
    const bundles = ['page.js', 'page.css', 'pageWorker.js', 'processWorker.js', 'codicon.css', 'codicon.ttf', 'thirdPartyNotices.txt'];
    const missing = [...named, 'LICENSE.txt', ...bundles.map((name) => `dist/${name}`)].filter((file) => !files.includes(file));
    assert.deepEqual(missing, []);
  });

  it('holds nothing else: no sources, tests, maps, packages or native binaries', () => {
    const allowed = [/^package\.json$/, /^(readme|changelog)\.md$/i, /^LICENSE\.txt$/, /^dist\/[^/]+\.(js|css|ttf|txt)$/, /^media\/icon\.png$/, /^media\/schemas\/[^/]+\.json$/, /^media\/walkthrough\//];
    assert.deepEqual(files.filter((file) => !allowed.some((pattern) => pattern.test(file))), []);
  });

  it('weighs a few megabytes', () => {
    const { size } = statSync(packedExtension);
    assert.ok(size > 100_000 && size < 6_000_000, `${size} bytes`);
  });
});
