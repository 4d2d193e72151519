import assert from 'node:assert/strict';
import { ByteSlices, sliceBytes } from '../../../src/formats/byteSlices';
import { MemorySource, type ByteSource } from '../../../src/formats/byteSource';
import { HeadSource } from '../../../src/formats/headSource';
import { FormatError } from '../../../src/model/errors';

interface Request {
  readonly offset: number;
  readonly length: number;
}

/** Counts what is asked for; every byte is its offset's low byte. */
class CountingSource implements ByteSource {
  readonly name = 'counted';
  readonly requests: Request[] = [];
  underWay = 0;
  mostUnderWay = 0;

  constructor(readonly size: number) {}

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    this.requests.push({ offset, length });
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.underWay--;
    return Uint8Array.from({ length: Math.max(0, Math.min(length, this.size - offset)) }, (_value, index) => offset + index);
  }
}

describe('ByteSlices', () => {
  it('hands out every byte once and in order, growing slices, two asked for ahead', async () => {
    const source = new CountingSource(3 * sliceBytes + 77);
    const slices = new ByteSlices(source, 5);
    let offset = 5;
    const lengths: number[] = [];
    for (let slice = await slices.next(); slice; slice = await slices.next()) {
      assert.equal(slice[0], offset % 256);
      assert.equal(slice.at(-1), (offset + slice.length - 1) % 256);
      offset += slice.length;
      lengths.push(slice.length);
    }
    assert.equal(offset, source.size);
    assert.deepEqual(lengths.slice(0, 3), [sliceBytes / 4, sliceBytes / 2, sliceBytes]);
    assert.ok(lengths.every((length) => length <= sliceBytes));
    assert.equal(source.mostUnderWay, 2);
  });

  it('ends slices at the boundaries it is told, and begins with the bytes it was given', async () => {
    const source = new CountingSource(sliceBytes);
    const initial = await source.read(10, 100);
    const slices = new ByteSlices(source, 10, { initial, boundary: (_from, to) => to - ((to - 10) % 33 === 0 ? 0 : (to - 10) % 33) });
    assert.equal((await slices.next())?.length, 99);
    const second = await slices.next();
    assert.ok(second);
    assert.equal(second[0], 109);
    assert.equal(second.length % 33, 0);
  });

  it('says when a source gives less than it said it holds', async () => {
    const source = new MemorySource('short', new Uint8Array(10));
    const lying: ByteSource = { name: 'short', size: 20, read: (offset, length) => source.read(offset, length) };
    await assert.rejects(new ByteSlices(lying, 0).next(), FormatError);
    assert.equal(await new ByteSlices(new MemorySource('empty', new Uint8Array(0)), 0).next(), null);
  });
});

describe('HeadSource', () => {
  it('asks once for the first bytes and gives copies of them', async () => {
    const source = new CountingSource(1000);
    const headed = await HeadSource.open(source, 100);
    assert.equal(headed.size, 1000);
    const first = await headed.read(10, 90);
    assert.deepEqual([first.length, first[0]], [90, 10]);
    first.fill(0);
    assert.equal((await headed.read(10, 1))[0], 10);
    assert.equal(source.requests.length, 1);
    assert.equal((await headed.read(50, 51)).length, 51);
    assert.deepEqual(source.requests[1], { offset: 50, length: 51 });
  });

  it('holds all of a file that is smaller', async () => {
    const source = new CountingSource(30);
    const headed = await HeadSource.open(source, 100);
    assert.equal((await headed.read(0, 4096)).length, 30);
    assert.equal((await headed.read(30, 10)).length, 0);
    assert.equal((await headed.read(40, 10)).length, 0);
    assert.equal(source.requests.length, 1);
  });
});
