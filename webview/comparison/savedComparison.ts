import * as v from 'valibot';
import { cellStateNames } from '../../src/geometry/cellDifference';
import { alignMethods } from '../../src/operations/alignOptions';
import { normalsChoices, shadings, upAxes, type CameraState } from '../scene/sceneApi';
import { savedClipping, saveClipping, type ClippingStore } from '../stores/clippingStore';
import { inspectorLimits, type InspectorState } from '../stores/inspectorStore';
import { pointSizeLimits, type ViewState } from '../stores/viewStore';
import { colourings, layouts, type ComparisonView } from './comparisonStore';

const finite = v.pipe(v.number(), v.finite());
const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
const vector = v.tuple([finite, finite, finite]);
const range = v.object({ min: finite, max: finite });
const within = (limits: { readonly least: number; readonly most: number }) => v.pipe(finite, v.minValue(limits.least), v.maxValue(limits.most));

const camera = v.nullable(
  v.object({
    position: vector,
    target: vector,
    screenUp: vector,
    upAxis: v.picklist(upAxes),
    projection: v.picklist(['perspective', 'orthographic']),
  }),
);

/** What a comparison remembers of how it was looked at: plain JSON, kept by VS Code over reloads. */
const schema = v.object({
  version: v.literal(1),
  comparison: v.object({
    layout: v.picklist(layouts),
    linked: v.boolean(),
    divider: share,
    opacityCompared: share,
    opacityReference: share,
    colouring: v.picklist(colourings),
    range: v.nullable(range),
    interval: v.nullable(range),
    threshold: v.nullable(v.pipe(finite, v.minValue(0))),
    beyondOnly: v.boolean(),
    alone: v.boolean(),
    align: v.picklist(['none', ...alignMethods]),
    trim: v.pipe(finite, v.minValue(0), v.maxValue(0.95)),
    sample: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
    hiddenStates: v.optional(v.array(v.picklist(cellStateNames)), []),
  }),
  cameras: v.object({ compared: camera, reference: camera }),
  view: v.object({
    shading: v.picklist(shadings),
    normals: v.optional(v.picklist(normalsChoices), 'flat'),
    projection: v.picklist(['perspective', 'orthographic']),
    upAxis: v.picklist(upAxes),
    pointSize: within(pointSizeLimits),
    background: v.picklist(['theme', 'white', 'black']),
  }),
  clipping: savedClipping,
  inspector: v.object({
    visible: v.boolean(),
    width: within(inspectorLimits.width),
    height: within(inspectorLimits.height),
    folded: v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100)),
  }),
});

export type SavedComparison = v.InferOutput<typeof schema>;

export interface ComparisonToSave {
  readonly comparison: ComparisonView;
  readonly cameras: { readonly compared: CameraState | null; readonly reference: CameraState | null };
  readonly view: ViewState;
  readonly clipping: ClippingStore;
  readonly inspector: InspectorState;
}

export function writeComparison(state: ComparisonToSave): string {
  return JSON.stringify({ version: 1, ...state, clipping: saveClipping(state.clipping) });
}

/** Reads what {@link writeComparison} wrote; null for anything else. */
export function readComparison(text: string): SavedComparison | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  const checked = v.safeParse(schema, parsed);
  return checked.success ? checked.output : null;
}
