import type { ModelKind } from '../../src/model/model';
import type { CreateSection, ShadingChoice } from '../panels/inspectorContext';
import { createAttributesSection } from '../panels/sections/attributesSection';
import { createColourSection } from '../panels/sections/colourSection';
import { createFeaturesSection } from '../panels/sections/featuresSection';
import { createFileSection } from '../panels/sections/fileSection';
import { createMeasureSection } from '../panels/sections/measureSection';
import { createLinesSection } from '../panels/sections/linesSection';
import { createPickSection } from '../panels/sections/pickSection';
import { createLabelsSection } from '../panels/sections/labelsSection';
import { createSurfaceSection } from '../panels/sections/surfaceSection';
import { createReadingSection } from '../panels/sections/readingSection';
import { createSlicesSection } from '../panels/sections/slicesSection';
import { createViewSection } from '../panels/sections/viewSection';
import { createWarningsSection } from '../panels/sections/warningsSection';

/** How one kind of model is shown: what the toolbar offers for it and which sections the inspector has, in their order. */
export interface ModelView {
  readonly kind: ModelKind;
  /** Ways of drawing, the first being the one to begin with; a single one is not offered. */
  readonly shadings: readonly ShadingChoice[];
  readonly sections: readonly CreateSection[];
}

const vertexSections: readonly CreateSection[] = [
  createFileSection,
  createColourSection,
  createPickSection,
  createAttributesSection,
  createViewSection,
  createWarningsSection,
];

const meshSections: readonly CreateSection[] = [createFileSection, createLinesSection, ...vertexSections.filter((create) => create !== createFileSection)];

const gridSections: readonly CreateSection[] = [
  createFileSection,
  createReadingSection,
  createLabelsSection,
  createSurfaceSection,
  createSlicesSection,
  createColourSection,
  createPickSection,
  createAttributesSection,
  createViewSection,
  createWarningsSection,
];

/** One entry a kind of model that the page can show. */
const views: readonly ModelView[] = [
  {
    kind: 'pointCloud',
    shadings: [{ shading: 'points', title: 'Points' }],
    sections: vertexSections,
  },
  {
    kind: 'mesh',
    shadings: [
      { shading: 'surface', title: 'Surface' },
      { shading: 'surfaceWithEdges', title: 'Surface with edges' },
      { shading: 'wireframe', title: 'Wireframe' },
      { shading: 'points', title: 'Points' },
    ],
    sections: meshSections,
  },
  {
    kind: 'featureSet',
    shadings: [{ shading: 'points', title: 'Points' }],
    sections: [createFileSection, createFeaturesSection, ...vertexSections.filter((create) => create !== createFileSection)],
  },
  {
    kind: 'voxelGrid',
    shadings: [
      { shading: 'surface', title: 'Faces' },
      { shading: 'surfaceWithEdges', title: 'Faces with edges' },
      { shading: 'smooth', title: 'Smooth' },
      { shading: 'points', title: 'Points' },
      { shading: 'slices', title: 'Slices alone' },
    ],
    sections: gridSections,
  },
  {
    kind: 'scalarGrid',
    shadings: [
      { shading: 'surface', title: 'Surface' },
      { shading: 'surfaceWithEdges', title: 'Surface with edges' },
      { shading: 'wireframe', title: 'Wireframe' },
      { shading: 'slices', title: 'Slices alone' },
      { shading: 'points', title: 'Points' },
    ],
    sections: gridSections,
  },
];

/** What can be measured stands before how it is drawn, whatever the kind. */
function withMeasuring(sections: readonly CreateSection[]): readonly CreateSection[] {
  const place = sections.indexOf(createViewSection);
  const at = place < 0 ? sections.length : place;
  return [...sections.slice(0, at), createMeasureSection, ...sections.slice(at)];
}

/** The view of a kind of model; null where this page has none. */
export function viewOf(kind: ModelKind): ModelView | null {
  const found = views.find((view) => view.kind === kind);
  return found ? { ...found, sections: withMeasuring(found.sections) } : null;
}
