import type { OptionValues } from './operation';

/** The value of a flag. @throws TypeError when the options are not those that the descriptor asks for. */
export function flagValue(options: OptionValues, name: string): boolean {
  const value = options[name];
  if (typeof value !== 'boolean') throw new TypeError(`--${name}: expected a flag, found ${typeof value}.`);
  return value;
}

/** The value of a number that has a default or is required. @throws TypeError as {@link flagValue}. */
export function numberValue(options: OptionValues, name: string): number {
  const value = numberOrNull(options, name);
  if (value === null) throw new TypeError(`--${name}: expected a number, found none.`);
  return value;
}

/** The value of a number that may be left out. @throws TypeError as {@link flagValue}. */
export function numberOrNull(options: OptionValues, name: string): number | null {
  const value = options[name];
  if (value !== null && typeof value !== 'number') throw new TypeError(`--${name}: expected a number, found ${typeof value}.`);
  return value;
}
