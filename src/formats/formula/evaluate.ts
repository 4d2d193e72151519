import { binaryFunctions, unaryFunctions, type BinaryOperation, type FieldProgram, type FieldStep, type UnaryOperation } from '../../model/fieldProgram';

type Row = Float64Array<ArrayBuffer>;

/** A step as it is run: where its numbers lie. */
interface Instruction {
  readonly step: FieldStep;
  /** Its value differs along a row; otherwise it is one number, the same in the whole row. */
  readonly isRow: boolean;
  readonly target: number;
}

/**
 * Runs a program over rows of places that differ in x. What does not depend on x is computed once a row, and rows of
 * values are used again as soon as nobody needs them: memory is the width times the rows alive at once.
 */
export class FieldEvaluator {
  private readonly instructions: readonly Instruction[];
  private readonly rows: Row[] = [];
  private readonly numbers: Float64Array;
  private readonly xs: Row;
  /** For operands that are one number, where a row is needed. */
  private readonly spread: readonly [Row, Row];
  private readonly slotOf: Int32Array;

  constructor(
    program: FieldProgram,
    private readonly width: number,
  ) {
    const { steps } = program;
    this.numbers = new Float64Array(steps.length);
    this.xs = new Float64Array(width);
    this.spread = [new Float64Array(width), new Float64Array(width)];
    this.slotOf = new Int32Array(steps.length).fill(-1);
    this.instructions = this.plan(steps);
  }

  /** Values at (x[i], y, z), written to `out` from `start` on. */
  run(xs: ArrayLike<number>, y: number, z: number, out: Float32Array | Float64Array, start: number): void {
    const { width, numbers, instructions } = this;
    for (let i = 0; i < width; i++) this.xs[i] = xs[i];
    instructions.forEach(({ step, isRow, target }, number) => {
      if (!isRow) {
        if (step.operation === 'number') numbers[number] = step.value;
        else if (step.operation === 'coordinate') numbers[number] = step.axis === 1 ? y : z;
        else if ('b' in step) numbers[number] = binaryFunctions[step.operation](numbers[step.a], numbers[step.b]);
        else numbers[number] = unaryFunctions[step.operation](numbers[step.a]);
        return;
      }
      if (step.operation === 'coordinate') return;
      if ('b' in step) runBinary(step.operation, this.operand(step.a, 0), this.operand(step.b, 1), this.rows[target]);
      else if ('a' in step) runUnary(step.operation, this.operand(step.a, 0), this.rows[target]);
    });
    const last = instructions.length - 1;
    out.set(this.operand(last, 0), start);
  }

  private operand(number: number, place: 0 | 1): Row {
    const { isRow, target, step } = this.instructions[number];
    if (!isRow) return this.spread[place].fill(this.numbers[number]);
    return step.operation === 'coordinate' ? this.xs : this.rows[target];
  }

  private plan(steps: readonly FieldStep[]): Instruction[] {
    const isRow = new Uint8Array(steps.length);
    const lastUse = new Int32Array(steps.length).fill(-1);
    steps.forEach((step, number) => {
      if (step.operation === 'coordinate') isRow[number] = step.axis === 0 ? 1 : 0;
      if ('a' in step) {
        isRow[number] = isRow[step.a];
        lastUse[step.a] = number;
      }
      if ('b' in step) {
        isRow[number] |= isRow[step.b];
        lastUse[step.b] = number;
      }
    });
    lastUse[steps.length - 1] = steps.length;
    const free: number[] = [];
    return steps.map((step, number): Instruction => {
      const needsSlot = isRow[number] === 1 && step.operation !== 'coordinate';
      // Operands that are used here for the last time may be written over: each place is read before it is written.
      for (const operand of 'b' in step ? new Set([step.a, step.b]) : 'a' in step ? [step.a] : []) {
        if (lastUse[operand] === number && this.slotOf[operand] >= 0) free.push(this.slotOf[operand]);
      }
      let target = -1;
      if (needsSlot) {
        target = free.pop() ?? this.rows.push(new Float64Array(this.width)) - 1;
        this.slotOf[number] = target;
      }
      return { step, isRow: isRow[number] === 1, target };
    });
  }
}

/** The common ones have loops of their own, which run several times as fast as calls. */
function runBinary(operation: BinaryOperation, a: Row, b: Row, out: Row): void {
  const { length } = out;
  switch (operation) {
    case 'add':
      for (let i = 0; i < length; i++) out[i] = a[i] + b[i];
      return;
    case 'subtract':
      for (let i = 0; i < length; i++) out[i] = a[i] - b[i];
      return;
    case 'multiply':
      for (let i = 0; i < length; i++) out[i] = a[i] * b[i];
      return;
    case 'divide':
      for (let i = 0; i < length; i++) out[i] = a[i] / b[i];
      return;
    case 'minimum':
      for (let i = 0; i < length; i++) out[i] = Math.min(a[i], b[i]);
      return;
    case 'maximum':
      for (let i = 0; i < length; i++) out[i] = Math.max(a[i], b[i]);
      return;
    case 'power':
    case 'modulo':
    case 'arcTangent2': {
      const compute = binaryFunctions[operation];
      for (let i = 0; i < length; i++) out[i] = compute(a[i], b[i]);
    }
  }
}

function runUnary(operation: UnaryOperation, a: Row, out: Row): void {
  const { length } = out;
  switch (operation) {
    case 'negate':
      for (let i = 0; i < length; i++) out[i] = -a[i];
      return;
    case 'absolute':
      for (let i = 0; i < length; i++) out[i] = Math.abs(a[i]);
      return;
    case 'squareRoot':
      for (let i = 0; i < length; i++) out[i] = Math.sqrt(a[i]);
      return;
    case 'sine':
      for (let i = 0; i < length; i++) out[i] = Math.sin(a[i]);
      return;
    case 'cosine':
      for (let i = 0; i < length; i++) out[i] = Math.cos(a[i]);
      return;
    case 'tangent':
    case 'arcSine':
    case 'arcCosine':
    case 'arcTangent':
    case 'exponential':
    case 'logarithm':
    case 'floor':
    case 'ceiling':
    case 'round':
    case 'sign': {
      const compute = unaryFunctions[operation];
      for (let i = 0; i < length; i++) out[i] = compute(a[i]);
    }
  }
}
