import * as v from 'valibot';
import { colourMapNames } from '../scene/colourMaps';
import { normalsChoices, shadings, upAxes } from '../scene/sceneApi';
import { savedClipping } from './clippingStore';
import { inspectorLimits } from './inspectorStore';
import { mostShells } from './surfaceStore';
import { pointSizeLimits } from './viewStore';

const finite = v.pipe(v.number(), v.finite());
const vector = v.tuple([finite, finite, finite]);
const range = v.object({ min: finite, max: finite });
const text = v.pipe(v.string(), v.maxLength(1000));
const size = (limits: { readonly least: number; readonly most: number }) =>
  v.pipe(finite, v.minValue(limits.least), v.maxValue(limits.most));

/** What an editor remembers of how it was looked at: plain JSON, kept by VS Code over reloads. */
const schema = v.object({
  version: v.literal(1),
  camera: v.nullable(
    v.object({
      position: vector,
      target: vector,
      screenUp: vector,
      upAxis: v.picklist(upAxes),
      projection: v.picklist(['perspective', 'orthographic']),
    }),
  ),
  view: v.object({
    shading: v.picklist(shadings),
    normals: v.optional(v.picklist(normalsChoices), 'flat'),
    projection: v.picklist(['perspective', 'orthographic']),
    upAxis: v.picklist(upAxes),
    pointSize: size(pointSizeLimits),
    background: v.picklist(['theme', 'white', 'black']),
  }),
  clipping: savedClipping,
  /** How many lines of a file of lines; null where none was chosen. */
  lines: v.optional(v.nullable(v.pipe(finite, v.integer(), v.minValue(0))), null),
  colouring: v.nullable(
    v.object({
      /** As `choiceKey` writes it. */
      choice: text,
      mappings: v.pipe(
        v.array(v.object({ choice: text, map: v.picklist(colourMapNames), range: v.nullable(range) })),
        v.maxLength(1000),
      ),
    }),
  ),
  /** Of a grid; left out for all other files. */
  slices: v.optional(
    v.object({
      cell: vector,
      planes: v.tuple([v.boolean(), v.boolean(), v.boolean()]),
      pictures: v.boolean(),
      map: v.nullable(v.picklist(colourMapNames)),
      range: v.nullable(range),
      /** Labels that are switched off. */
      hidden: v.optional(v.pipe(v.array(finite), v.maxLength(1000)), []),
    }),
  ),
  /** Of a field; left out for all other files. */
  surface: v.optional(
    v.object({
      shells: v.pipe(v.array(v.object({ iso: finite, opacity: v.pipe(finite, v.minValue(0), v.maxValue(1)) })), v.minLength(1), v.maxLength(mostShells)),
      inside: v.picklist(['below', 'above']),
      selected: v.pipe(finite, v.minValue(0)),
      health: v.boolean(),
    }),
  ),
  /** How the file is read, where that is not left to the reader. */
  reading: v.optional(
    v.object({
      content: v.exactOptional(v.picklist(['occupancy', 'labels', 'field'])),
      axes: v.exactOptional(v.pipe(v.string(), v.maxLength(3))),
      array: v.exactOptional(text),
    }),
  ),
  inspector: v.object({
    visible: v.boolean(),
    width: size(inspectorLimits.width),
    height: size(inspectorLimits.height),
    folded: v.pipe(v.array(text), v.maxLength(100)),
  }),
});

export type SavedState = v.InferOutput<typeof schema>;

/** Reads what {@link writeState} wrote; null for anything else, such as the state of another version. */
export function readState(state: string): SavedState | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(state);
  } catch {
    return null;
  }
  const checked = v.safeParse(schema, parsed);
  return checked.success ? checked.output : null;
}

export function writeState(state: SavedState): string {
  return JSON.stringify(state);
}
