import * as v from 'valibot';
import { inspectorLimits } from '../stores/inspectorStore';
import type { InspectorStore } from '../stores/inspectorStore';
import type { DetectionStore } from './detectionStore';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const size = (limits: { readonly least: number; readonly most: number }) => v.pipe(v.number(), v.minValue(limits.least), v.maxValue(limits.most));

/** What a detection editor remembers of how it was looked at: plain JSON, kept by VS Code over reloads. */
const schema = v.object({
  detections: v.literal(1),
  /** The identifier of the image, which stays when others are added to the file. */
  image: v.pipe(v.string(), v.maxLength(1000)),
  score: v.pipe(v.number(), v.finite()),
  suppression: v.boolean(),
  suppressionIou: share,
  classAgnostic: v.boolean(),
  matchIou: share,
  labels: v.boolean(),
  masks: v.boolean(),
  colourBy: v.picklist(['category', 'outcome']),
  listVisible: v.boolean(),
  inspector: v.object({
    visible: v.boolean(),
    width: size(inspectorLimits.width),
    height: size(inspectorLimits.height),
    folded: v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100)),
  }),
});

export type SavedDetections = v.InferOutput<typeof schema>;

/** Reads what {@link writeDetections} wrote; null for anything else. */
export function readDetections(text: string): SavedDetections | null {
  try {
    const checked = v.safeParse(schema, JSON.parse(text));
    return checked.success ? checked.output : null;
  } catch {
    return null;
  }
}

export function writeDetections(store: DetectionStore, inspector: InspectorStore): string {
  const { overview, image, score, suppression, suppressionIou, classAgnostic, matchIou, labels, masks, colourBy, listVisible } = store.state;
  const { visible, width, height, folded } = inspector.state;
  const saved: SavedDetections = {
    detections: 1,
    image: overview?.images.ids[image] ?? '',
    score,
    suppression,
    suppressionIou,
    classAgnostic,
    matchIou,
    labels,
    masks,
    colourBy,
    listVisible,
    inspector: { visible, width, height, folded: [...folded] },
  };
  return JSON.stringify(saved);
}
