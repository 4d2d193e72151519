/** Bytes before the facets of a binary file: 80 of anything, then their count. */
export const headerBytes = 84;
/** Bytes of a facet: its normal, three corners, and a word that programs use for colours. */
export const facetBytes = 50;
