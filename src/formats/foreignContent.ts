const signatures: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0x1f, 0x8b], what: 'gzip data' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a ZIP archive' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'Zstandard data' },
  { bytes: [0x42, 0x5a, 0x68], what: 'bzip2 data' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'xz data' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: 'a 7z archive' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG picture' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG picture' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document' },
  { bytes: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59], what: 'a NumPy array' },
];

/** Says in a few words what the first bytes of a file seem to be, for the "found" of an error. */
export function describeForeignContent(head: Uint8Array): string {
  if (head.length === 0) return 'an empty file';
  const known = signatures.find((signature) => signature.bytes.every((byte, index) => head[index] === byte));
  if (known) return known.what;
  let text = '';
  for (const byte of head.subarray(0, 200)) {
    const isText = (byte >= 32 && byte < 127) || byte === 9 || byte === 10 || byte === 13;
    if (!isText) return `bytes ${[...head.subarray(0, 4)].map((value) => value.toString(16).padStart(2, '0')).join(' ')}`;
    text += String.fromCharCode(byte);
  }
  const trimmed = text.trim();
  if (/^<(!doctype html|html)/i.test(trimmed)) return 'an HTML page';
  if (trimmed.startsWith('version https://git-lfs')) return 'a Git LFS pointer (fetch the file with "git lfs pull")';
  if (trimmed.startsWith('<?xml')) return 'an XML document';
  return JSON.stringify(trimmed.slice(0, 40));
}
