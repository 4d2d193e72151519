import { select } from './percentile';

/** Up to this many, selecting is as fast and needs no counts. */
export const fewValues = 4096;
/** Equal steps that values are counted by. */
const steps = 1 << 14;

/**
 * The values of some ranks, by rank. Values are counted by where they lie between the least and the largest, and only
 * those that share a step with a wanted one are looked at further, in the same way: values that crowd in one place cost
 * a pass more, not one a rank.
 *
 * @param values none of them NaN; they may be put into another order
 * @param ranks ascending, from `before` on
 * @param before the rank of the least of the values
 * @param found takes them
 */
export function orderStatistics(values: Float64Array<ArrayBuffer>, ranks: readonly number[], before: number, found: Map<number, number>): void {
  if (ranks.length === 0) return;
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const scale = (steps - 1) / (max - min);
  if (min === max) for (const rank of ranks) found.set(rank, min);
  else if (values.length <= fewValues || !(scale > 0 && scale < Infinity)) {
    for (const rank of ranks) {
      select(values, rank - before);
      found.set(rank, values[rank - before]);
    }
  } else {
    const counts = new Uint32Array(steps);
    for (let i = 0; i < values.length; i++) counts[Math.floor((values[i] - min) * scale)]++;
    const { groups, groupAt } = wantedGroups(counts, ranks, before);
    for (let i = 0; i < values.length; i++) {
      const at = groupAt[Math.floor((values[i] - min) * scale)];
      if (at === 0) continue;
      const group = groups[at - 1];
      group.values[group.taken++] = values[i];
    }
    for (const group of groups) orderStatistics(group.values, group.ranks, group.before, found);
  }
}

/** Values that are counted together and hold wanted ranks. */
export interface WantedGroup {
  /** Ranks below its least value. */
  readonly before: number;
  /** Room for its values. */
  readonly values: Float64Array<ArrayBuffer>;
  readonly ranks: number[];
  taken: number;
}

/**
 * Which of the counted groups hold wanted ranks: at most 255 of them.
 *
 * @param ranks ascending
 * @param before ranks below the first group
 * @returns the groups, and for each count the number of its group from 1 on; 0 where none of its values is wanted
 */
export function wantedGroups(counts: Uint32Array<ArrayBuffer>, ranks: readonly number[], before: number): { readonly groups: readonly WantedGroup[]; readonly groupAt: Uint8Array<ArrayBuffer> } {
  const groups: WantedGroup[] = [];
  const groupAt = new Uint8Array(counts.length);
  let below = before;
  let place = 0;
  for (const rank of ranks) {
    while (below + counts[place] <= rank) below += counts[place++];
    if (groupAt[place] === 0) groupAt[place] = groups.push({ before: below, values: new Float64Array(counts[place]), ranks: [], taken: 0 });
    groups[groupAt[place] - 1].ranks.push(rank);
  }
  return { groups, groupAt };
}
