import type { Bounds } from '../../model/bounds';
import type { FieldProgram, FieldStep } from '../../model/fieldProgram';
import { stepBounds } from './bounds';

/** Whether some step may be left out somewhere. */
export function canSpecialise({ steps }: FieldProgram): boolean {
  return steps.some(({ operation }) => operation === 'minimum' || operation === 'maximum' || operation === 'absolute');
}

/**
 * The program with the same values, bit for bit, at every place of a closed box, without what does not matter there: a smaller or larger one of
 * two is one of them wherever their bounds are apart, and what only the other was for is left out. Of a union of shapes few matter in
 * a small box (Duff, "Interval arithmetic and recursive subdivision for implicit functions and constructive solid geometry",
 * 1992). The program itself where everything matters.
 */
export function specialise(program: FieldProgram, box: Bounds): FieldProgram {
  const { steps } = program;
  const { low, high } = stepBounds(program, box);
  /** The step that has the value of each. */
  const same = new Int32Array(steps.length);
  let isChanged = false;
  steps.forEach((step, number) => {
    let stands = number;
    // Apart, not merely not overlapping: 0 and -0 are equal, and the smaller of them is -0.
    if (step.operation === 'minimum') stands = high[step.a] < low[step.b] ? step.a : high[step.b] < low[step.a] ? step.b : number;
    else if (step.operation === 'maximum') stands = low[step.a] > high[step.b] ? step.a : low[step.b] > high[step.a] ? step.b : number;
    else if (step.operation === 'absolute' && low[step.a] > 0) stands = step.a;
    isChanged ||= stands !== number;
    same[number] = stands === number ? number : same[stands];
  });
  if (!isChanged) return program;
  const isNeeded = new Uint8Array(steps.length);
  const last = same[steps.length - 1];
  isNeeded[last] = 1;
  for (let number = last; number >= 0; number--) {
    const step = steps[number];
    if (isNeeded[number] === 0) continue;
    if ('a' in step) isNeeded[same[step.a]] = 1;
    if ('b' in step) isNeeded[same[step.b]] = 1;
  }
  const places = new Int32Array(steps.length);
  const kept: FieldStep[] = [];
  for (let number = 0; number <= last; number++) {
    if (isNeeded[number] === 0) continue;
    const step = steps[number];
    places[number] = kept.length;
    if ('b' in step) kept.push({ ...step, a: places[same[step.a]], b: places[same[step.b]] });
    else if ('a' in step) kept.push({ ...step, a: places[same[step.a]] });
    else kept.push(step);
  }
  return { steps: kept };
}
