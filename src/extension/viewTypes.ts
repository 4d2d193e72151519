/** The identifier of a format's custom editor, in the manifest and in the host. */
export function viewTypeOf(formatId: string): string {
  return `inspect3d.${formatId}`;
}
