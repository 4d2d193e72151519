import { blockPlanes, blockRows, blockSamples } from '../../geometry/isosurface/blocks';

/**
 * Which block of samples an invocation looks at, and the loops over them: `row`, `plane` and `i` of a sample, with `a` its place in
 * the row. `look` has `value` of it.
 */
const overBlock = (value: string): string => `
  const planeBlock = Math.floor((this.thread.x + 0.5) / (columns * rowBlocks));
  const inPlane = this.thread.x - planeBlock * columns * rowBlocks;
  const rowBlock = Math.floor((inPlane + 0.5) / columns);
  const column = inPlane - rowBlock * columns;
  let least = 3.0e38;
  let most = 0 - 3.0e38;
  for (let c = 0; c < ${blockPlanes}; c++) {
    const plane = planeBlock * ${blockPlanes} + c;
    if (plane < planes - 0.5) {
      for (let b = 0; b < ${blockRows}; b++) {
        const row = rowBlock * ${blockRows} + b;
        if (row < rows - 0.5) {
          for (let i = 0; i < ${blockSamples}; i++) {
            const a = column * ${blockSamples} + i;
            if (a < rowLength - 0.5) {
              ${value}
              if (value < least) {
                least = value;
              }
              if (value > most) {
                most = value;
              }
            }
          }
        }
      }
    }
  }
  let state = 3;
  if (least > high) {
    state = 1;
  }
  if (most < low) {
    state = 2;
  }
  return state;`;

/**
 * Whether all samples of a block are outside (1), all inside (2), or some between `low` and `high` or on either side of them (3), of
 * some planes of a grid. Parameters: the samples; samples a row, rows a plane, planes; columns a row and blocks of rows a plane; the bounds.
 */
export const blockStatesKernel = `function(values, rowLength, rows, planes, columns, rowBlocks, low, high) {${overBlock('const value = values[(plane * rows + row) * rowLength + a];')}
}`;

/**
 * The same of a field that the device evaluates. `body` is what computes `value` from `x`, `y` and `z`. `firstPlane` is that of the first
 * block; coordinates are `origin + index * step`, of x, y, z, with x along rows.
 */
export const fieldStatesKernel = (body: string): string => `function(rowLength, rows, planes, columns, rowBlocks, low, high, firstPlane, originX, originY, originZ, stepX, stepY, stepZ) {${overBlock(`const x = originX + a * stepX;
              const y = originY + row * stepY;
              const z = originZ + (firstPlane + plane) * stepZ;
              ${body}`)}
}`;

/** Values at the samples of blocks. `places`: x, y and z index of the first sample of each block. Never 0, which a lost context answers. */
export const fieldValuesKernel = (body: string): string => `function(places, originX, originY, originZ, stepX, stepY, stepZ) {
  const block = Math.floor((this.thread.x + 0.5) / ${blockSamples * blockRows * blockPlanes});
  const sample = this.thread.x - block * ${blockSamples * blockRows * blockPlanes};
  const c = Math.floor((sample + 0.5) / ${blockSamples * blockRows});
  const inPlane = sample - c * ${blockSamples * blockRows};
  const b = Math.floor((inPlane + 0.5) / ${blockSamples});
  const i = inPlane - b * ${blockSamples};
  const x = originX + (places[block * 3] + i) * stepX;
  const y = originY + (places[block * 3 + 1] + b) * stepY;
  const z = originZ + (places[block * 3 + 2] + c) * stepZ;
  ${body}
  let answer = value;
  if (value > 3.0e38) {
    answer = 3.0e38;
  }
  if (value < 0 - 3.0e38) {
    answer = 0 - 3.0e38;
  }
  if (value > 0 - 1.0e-30 && value < 1.0e-30) {
    answer = 1.0e-30;
  }
  return answer;
}`;
