import assert from 'node:assert/strict';
import { bunzip } from '../../../src/formats/grids/bunzip';
import { decodeLz4Block } from '../../../src/formats/grids/lz4Block';

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(base64, 'base64'));

/** What Python's bz2 module made of: nothing; runs of 1000, 3, 4, 259 and 260 bytes; every byte three times; two streams. */
const empty = 'QlpoORdyRThQkAAAAAA=';
const runs = 'QlpoOTFBWSZTWR398xIAAANBAeAAPgAAgAAIIAAxBkxA2qegal5sM1IkXHuNjIVTOSt/F3JFOFCQHf3zEg==';
const two = 'QlpoOTFBWSZTWaRjnbsAAACRgEAAASAcACAAIYAMAycu4u5IpwoSFIxzt2BCWmgxMUFZJlNZJooCNAAAAoGADgGIACAAIhhoMAcCmF3JFOFCQJooCNA=';

function whole(bytes: Uint8Array): { readonly problem: string | null; readonly text: string } {
  const parts: number[] = [];
  const problem = bunzip(bytes, 0, (part) => {
    parts.push(...part);
    return true;
  });
  return { problem, text: String.fromCharCode(...parts) };
}

describe('bunzip', () => {
  it('reads what the reference compressor wrote', () => {
    assert.deepEqual(whole(bytesOf(empty)), { problem: null, text: '' });
    assert.deepEqual(whole(bytesOf(runs)), { problem: null, text: `${'a'.repeat(1000)}bbbcccc${'d'.repeat(259)}${'e'.repeat(260)}` });
    assert.deepEqual(whole(bytesOf(two)), { problem: null, text: 'first second' });
  });

  it('says what is wrong with damaged data, and stops', () => {
    assert.match(whole(new TextEncoder().encode('BZh9 but not really')).problem ?? '', /does not begin/);
    assert.match(whole(new TextEncoder().encode('gzip')).problem ?? '', /not bzip2/);
    const bytes = bytesOf(runs);
    for (let length = 4; length < bytes.length; length++) assert.notEqual(whole(bytes.subarray(0, length)).problem, null, String(length));
    for (let bit = 80; bit < 8 * bytes.length - 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3] ^= 128 >> (bit & 7);
      const { problem, text } = whole(damaged);
      // A bit that is no part of the data, such as one that rounds up the stream's end, may change.
      assert.ok(problem !== null || text.length === 1526, `bit ${bit}`);
    }
  });

  it('ends when no more is wanted', () => {
    let parts = 0;
    assert.equal(bunzip(bytesOf(two), 0, () => ++parts < 1), null);
    assert.equal(parts, 1);
  });
});

describe('decodeLz4Block', () => {
  /** 400 numbers of a sequence and 1,100 nines, by the reference program. */
  const block = bytesOf('8wgAAAABAgMAAgQBBAIABAMCAQEBAQIDBBEAXwMCAQAAIwD/Wx8JAQD/////N1AJCQkJCQ==');

  it('reads literals, matches and matches that go on into themselves', () => {
    const expected = Uint8Array.from({ length: 1500 }, (_, i) => (i < 400 ? Math.floor((i * i) / 7) % 5 : 9));
    assert.deepEqual(decodeLz4Block(block, 1500), expected);
    assert.deepEqual(decodeLz4Block(Uint8Array.of(0x20, 7, 8), 2), Uint8Array.of(7, 8));
  });

  it('refuses what does not fit', () => {
    assert.equal(decodeLz4Block(block, 1499), null);
    assert.equal(decodeLz4Block(block, 1501), null);
    assert.equal(decodeLz4Block(Uint8Array.of(0x10, 7, 0, 0), 8), null, 'a match at distance 0');
    assert.equal(decodeLz4Block(Uint8Array.of(0x10, 7, 2, 0), 8), null, 'a match before the beginning');
    assert.equal(decodeLz4Block(Uint8Array.of(0xf0, 255), 300), null, 'a length that goes on beyond the end');
    for (let length = 0; length < block.length; length++) assert.equal(decodeLz4Block(block.subarray(0, length), 1500), null);
  });
});
