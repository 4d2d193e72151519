/** The axes of a grid's index, as people read them. */
export const axisNames = ['x', 'y', 'z'] as const;
