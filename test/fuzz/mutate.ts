import type { Random } from './random';

type Bytes = Uint8Array<ArrayBuffer>;
type Mutation = (bytes: Bytes, other: Bytes, random: Random) => Bytes;

/** Numbers that tend to be mishandled. */
const numbers = ['0', '-1', '1', '2', '255', '256', '65536', '2147483647', '2147483648', '4294967295', '4294967296', '99999999999999999999', '1e9', '0.5', 'nan', ''];

function splice(bytes: Bytes, from: number, to: number, inserted: Uint8Array): Bytes {
  const result = new Uint8Array(from + inserted.length + bytes.length - to);
  result.set(bytes.subarray(0, from));
  result.set(inserted, from);
  result.set(bytes.subarray(to), from + inserted.length);
  return result;
}

function range(bytes: Bytes, random: Random, longest: number): readonly [number, number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + random.below(longest) + 1)];
}

const flipBits: Mutation = (bytes, _other, random) => {
  const result = bytes.slice();
  for (let i = random.below(8); i >= 0; i--) result[random.below(result.length)] ^= 1 << random.below(8);
  return result;
};

const setBytes: Mutation = (bytes, _other, random) => {
  const result = bytes.slice();
  const [from, to] = range(result, random, 8);
  result.fill([0, 255, 127, 128, 10, 13, 32][random.below(7)], from, to);
  return result;
};

const truncate: Mutation = (bytes, _other, random) => bytes.slice(0, random.below(bytes.length + 1));

const remove: Mutation = (bytes, _other, random) => {
  const [from, to] = range(bytes, random, 40);
  return splice(bytes, from, to, new Uint8Array(0));
};

const duplicate: Mutation = (bytes, _other, random) => {
  const [from, to] = range(bytes, random, 200);
  return splice(bytes, from, from, bytes.subarray(from, to));
};

const cross: Mutation = (bytes, other, random) => {
  const [from, to] = range(bytes, random, 100);
  const [otherFrom, otherTo] = range(other, random, 100);
  return splice(bytes, from, to, other.subarray(otherFrom, otherTo));
};

/** Replaces a number in text, wherever digits stand: counts in headers above all. */
const editNumber: Mutation = (bytes, _other, random) => {
  const text = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  const found = [...text.matchAll(/-?\d+(\.\d+)?/g)];
  if (found.length === 0) return bytes;
  const match = found[random.below(found.length)];
  return splice(bytes, match.index, match.index + match[0].length, Buffer.from(numbers[random.below(numbers.length)]));
};

/** Swaps one line of text for another of the same or the other file. */
const editLine: Mutation = (bytes, other, random) => {
  const lines = Buffer.from(bytes.subarray(0, 4096)).toString('latin1').split('\n');
  const others = Buffer.from(other.subarray(0, 4096)).toString('latin1').split('\n');
  const chosen = random.below(lines.length);
  const from = lines.slice(0, chosen).reduce((sum, line) => sum + line.length + 1, 0);
  const to = Math.min(bytes.length, from + lines[chosen].length);
  return splice(bytes, Math.min(from, to), to, Buffer.from(others[random.below(others.length)], 'latin1'));
};

const mutations: readonly Mutation[] = [flipBits, setBytes, truncate, remove, duplicate, cross, editNumber, editNumber, editLine];

/** One to three random changes. */
export function mutate(bytes: Bytes, other: Bytes, random: Random): Bytes {
  let result = bytes;
  for (let i = random.below(3); i >= 0; i--) {
    if (result.length > 0) result = mutations[random.below(mutations.length)](result, other, random);
  }
  return result;
}
