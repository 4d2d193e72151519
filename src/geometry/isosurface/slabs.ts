import type { Parallel } from '../parallel';

/** Slabs a thread, so that one with little to cut does not wait long for another. */
const slabsOfThread = 4;
/** The plane above a slab is looked at twice: thin slabs cost more than they bring. */
const fewestPlanes = 8;

/** Cuts the planes of the slowest axis into slabs of about equal thickness: where each begins, and the end. */
export function slabPlanes(planes: number, { threads }: Pick<Parallel, 'threads'>): number[] {
  const count = Math.max(1, Math.min(threads === 1 ? 1 : slabsOfThread * threads, Math.floor(planes / fewestPlanes)));
  return Array.from({ length: count + 1 }, (_, slab) => Math.round((planes * slab) / count));
}
