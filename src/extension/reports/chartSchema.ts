import * as v from 'valibot';
import { line } from '../messageSchemas';

const axis = v.object({
  title: line,
  unit: v.optional(line),
  scale: v.optional(v.picklist(['linear', 'logarithmic'])),
  min: v.optional(v.number()),
  max: v.optional(v.number()),
});
const values = v.array(v.nullable(v.number()));
const shared = {
  name: line,
  x: values,
  y: values,
  style: v.optional(v.picklist(['plain', 'dashed', 'reference'])),
  also: v.optional(v.array(v.object({ name: line, values }))),
};
const series = v.variant('kind', [
  v.object({ ...shared, kind: v.picklist(['line', 'points', 'bars']) }),
  v.object({ ...shared, kind: v.literal('band'), upper: values }),
]);

/** A chart of a report that a page sends. */
export const chart = v.object({
  title: line,
  x: axis,
  y: axis,
  series: v.array(series),
  marks: v.optional(v.array(v.object({ x: v.optional(v.number()), y: v.optional(v.number()), text: line }))),
});
