/** Colour maps by name: two continuous ones and one for categories. */
export const colourMapNames = ['viridis', 'diverging', 'categories'] as const;
export type ColourMapName = (typeof colourMapNames)[number];
