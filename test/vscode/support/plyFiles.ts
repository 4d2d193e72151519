/** An ascii cloud of points on a line, for what is easy to say of it. */
export function asciiLine(count: number): string {
  const rows = Array.from({ length: count }, (_, i) => `${i} ${2 * i} 0.5 ${i / 10}`);
  return `ply\nformat ascii 1.0\nelement vertex ${count}\nproperty double x\nproperty double y\nproperty double z\nproperty float intensity\nend_header\n${rows.join('\n')}\n`;
}

/** The same in binary, `declared` points in the header where that is to be a lie. */
export function binaryLine(count: number, declared = count): Uint8Array {
  const header = `ply\nformat binary_little_endian 1.0\nelement vertex ${declared}\nproperty float x\nproperty float y\nproperty float z\nend_header\n`;
  const rows = Float32Array.from({ length: 3 * count }, (_, i) => [1, 2, 0][i % 3] * Math.floor(i / 3));
  return Buffer.concat([Buffer.from(header), Buffer.from(rows.buffer)]);
}
