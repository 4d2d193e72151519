import { FormatError } from '../../model/errors';
import type { VertexModel } from '../../model/model';
import { throwIfCancelled } from '../byteSlices';
import type { ByteSource } from '../byteSource';
import { describeForeignContent } from '../foreignContent';
import type { ReadContext } from '../format';
import { buildObj } from './buildModel';
import { Statements } from './statements';

const linesBetweenLooks = 65_536;
const keywords = /^[ \t]*(#|v|vt|vn|vp|f|l|p|o|g|s|usemtl|mtllib)([ \t\r]|$)/m;

/** Text with a statement of the format, by name; without the name it must hold vertices line by line. */
export function isObj(head: Uint8Array, name: string): boolean {
  if (head.includes(0)) return false;
  const text = new TextDecoder('latin1').decode(head.subarray(0, 64 * 1024));
  if (name.toLowerCase().endsWith('.obj')) return keywords.test(text);
  // Line by line, since a pattern over all comments at once may try every way to divide them.
  const first = text.split('\n', 200).find((line) => !/^[ \t\r]*(#|$)/.test(line));
  return first !== undefined && /^[ \t]*(mtllib|o|g|v|vn|vt)[ \t]/.test(first) && /^v([ \t]+[-+\d.eE]+){3,7}[ \t\r]*$/m.test(text);
}

/** Reads an OBJ file. Throws FormatError, CancelledError. */
export async function readObj(source: ByteSource, context: ReadContext): Promise<VertexModel> {
  const statements = new Statements(source, context);
  const { lines } = statements;
  while (await lines.fill()) {
    for (let count = 1; lines.step(); count++) {
      statements.take();
      if (count % linesBetweenLooks === 0) throwIfCancelled(context.signal);
    }
    context.progress?.(lines.share, 'reading vertices and faces');
  }
  if (statements.known === 0) {
    const head = await source.read(0, 4096, context.signal);
    throw new FormatError({ file: source.name, expected: 'statements of an OBJ file, such as "v 0 0 0"', found: describeForeignContent(head), advice: 'The extension .obj also stands for compiled code, which this is not for.' });
  }
  return buildObj(statements, (message) => context.warn(message));
}
