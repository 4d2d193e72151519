import type { FrameStores } from '../panels/frameStores';
import type { ShadingChoice } from '../panels/inspectorContext';
import type { Section } from '../panels/section';
import { createViewSection } from '../panels/sections/viewSection';
import type { ComparisonContext } from './comparisonContext';
import { createAlignmentSection } from './sections/alignmentSection';
import { createDifferenceSection } from './sections/differenceSection';
import { createPickedSection } from './sections/pickedSection';
import { createSummarySection } from './sections/summarySection';
import { createWorstSection } from './sections/worstSection';

const shadings: readonly ShadingChoice[] = [
  { shading: 'surface', title: 'Surface' },
  { shading: 'surfaceWithEdges', title: 'Surface with edges' },
  { shading: 'wireframe', title: 'Wireframe' },
  { shading: 'points', title: 'Points' },
];

/** The inspector of a comparison, from top to bottom. */
export function comparisonSections(context: ComparisonContext, stores: FrameStores): Section[] {
  return [
    createDifferenceSection(context),
    createSummarySection(context),
    createAlignmentSection(context),
    createWorstSection(context),
    createPickedSection(context),
    createViewSection({ ...stores, shadings }),
  ];
}
