import { OperationError } from '../model/errors';
import type { ComparisonResult } from './comparisonProtocol';
import type { RunAnswer } from './processProtocol';

/** What a run of `compare` that kept its columns found, as a page takes it. `split`: the differences along the axes were asked for. */
export function comparisonResult(answer: RunAnswer, split: boolean): ComparisonResult {
  if (answer.kind !== 'report') throw new OperationError('compare answers with no report.');
  const { report, columns, cells } = answer;
  if (report.inputs.some(({ kind }) => kind === 'voxelGrid' || kind === 'scalarGrid')) return { kind: 'cells', report, cells: cells ? withOwnBuffer(cells) : null };
  const column = (input: number, name: string): Float32Array<ArrayBuffer> =>
    new Float32Array(columns.find((candidate) => candidate.input === input && candidate.name === name)?.data ?? []);
  return {
    kind: 'points',
    report,
    forward: column(0, 'distance'),
    backward: column(1, 'distance'),
    split: split ? ['x', 'y', 'z'].map((axis) => column(0, `difference ${axis}`)) : null,
  };
}

/** A copy of its own for each: what comes from a process may be views of one buffer, which would be shipped whole. */
function withOwnBuffer<Cells extends NonNullable<Extract<RunAnswer, { kind: 'report' }>['cells']>>(cells: Cells): Cells {
  const { values } = cells;
  return { ...cells, values: { ...values, data: Uint8Array.from(values.data) } };
}
