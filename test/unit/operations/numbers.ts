import assert from 'node:assert/strict';

export type Numbers = Readonly<Record<string, number | null>>;

/** That numbers are those expected, name by name, within a share of their size. */
export function near(found: Numbers, expected: Numbers, tolerance: number): void {
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [name, value] of Object.entries(expected)) {
    const got = found[name];
    if (value === null || got === null) assert.equal(got, value, name);
    else assert.ok(Math.abs(got - value) <= tolerance * Math.max(1e-300, Math.abs(value)), `${name}: ${got}, expected ${value}`);
  }
}
