/** Corner numbers around the faces of a box whose corners 0-3 go around one face and 4-7 around the opposite one in the same order. */
export const cuboidFaces: readonly (readonly number[])[] = [
  [0, 3, 2, 1],
  [4, 5, 6, 7],
  [0, 1, 5, 4],
  [1, 2, 6, 5],
  [2, 3, 7, 6],
  [3, 0, 4, 7],
];
