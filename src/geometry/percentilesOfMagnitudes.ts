import { fewValues, orderStatistics, wantedGroups } from './orderStatistics';
import { percentilesInPlace } from './percentile';

/** Bits of a float64's higher word that are counted by: the exponent and 8 of the mantissa, so that few values share a count. */
const droppedBits = 12;
const magnitudeBits = 0x7fffffff;
const places = (magnitudeBits >>> droppedBits) + 1;
/** Which of the two 32-bit words of a float64 has its exponent. */
const higherWord = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Percentiles of the absolute values of `values`, NaN left out, as {@link percentilesInPlace} has them. The bits of a
 * magnitude are in its order, so counting by the first of them tells in which small group each order statistic is; only
 * those groups are collected and selected from. `values` stay as they are, and nothing of their size is copied.
 */
export function percentilesOfMagnitudes(values: Float64Array<ArrayBufferLike>, percents: readonly number[]): number[] {
  if (values.length <= fewValues) return percentilesInPlace(values.filter((value) => !Number.isNaN(value)).map(Math.abs), percents);
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const counts = new Uint32Array(places);
  let count = 0;
  for (let i = 0, word = higherWord; i < values.length; i++, word += 2) {
    if (Number.isNaN(values[i])) continue;
    counts[(words[word] & magnitudeBits) >>> droppedBits]++;
    count++;
  }
  if (count === 0) return percents.map(() => NaN);
  const last = count - 1;
  const positions = percents.map((percent) => Math.min(last, Math.max(0, (percent / 100) * last)));
  const ranks = new Set(positions.flatMap((position) => [Math.floor(position), Math.min(last, Math.floor(position) + 1)]));
  const found = magnitudesOfRanks(values, words, counts, [...ranks].sort((a, b) => a - b));
  return positions.map((position) => {
    const below = Math.floor(position);
    const low = found.get(below) ?? NaN;
    const share = position - below;
    if (share === 0) return low;
    // From the nearer end, as numpy does, so that equal neighbours give exactly their value.
    const high = found.get(Math.min(last, below + 1)) ?? NaN;
    const difference = high - low;
    return share < 0.5 ? low + difference * share : high - difference * (1 - share);
  });
}

/** The magnitudes of some ranks, in ascending order of rank. */
function magnitudesOfRanks(values: Float64Array<ArrayBufferLike>, words: Uint32Array<ArrayBufferLike>, counts: Uint32Array<ArrayBuffer>, ranks: readonly number[]): Map<number, number> {
  const { groups, groupAt } = wantedGroups(counts, ranks, 0);
  for (let i = 0, word = higherWord; i < values.length; i++, word += 2) {
    const at = groupAt[(words[word] & magnitudeBits) >>> droppedBits];
    if (at === 0 || Number.isNaN(values[i])) continue;
    const group = groups[at - 1];
    group.values[group.taken++] = Math.abs(values[i]);
  }
  const found = new Map<number, number>();
  for (const { values: magnitudes, ranks: wanted, before } of groups) orderStatistics(magnitudes, wanted, before, found);
  return found;
}
