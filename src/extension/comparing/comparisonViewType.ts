/** The kind of a comparison's tab, in the manifest and in the host. */
export const comparisonViewType = 'inspect3d.comparison';
