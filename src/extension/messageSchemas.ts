import * as v from 'valibot';

/** The most bytes of one message from a page: a picture of 8,192 x 8,192 pixels, with room. */
const messageLimit = 400 * 1024 * 1024;

export const nothing = v.pipe(v.strictObject({}), v.transform((): Record<string, never> => ({})));
export const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
export const line = v.pipe(v.string(), v.maxLength(10_000));
export const bytes = v.pipe(
  v.instance(Uint8Array),
  v.check((array) => array.byteLength <= messageLimit, 'too large'),
  v.transform((array) => new Uint8Array(array)),
);

/** A checker that throws an error which names the field and what it should be. */
export function check<Schema extends v.GenericSchema>(schema: Schema): (value: unknown) => v.InferOutput<Schema> {
  return (value) => v.parse(schema, value);
}
