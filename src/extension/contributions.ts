import type { EditorCommand } from '../compute/editorProtocol';
import { editorCommands } from '../compute/editorProtocol';
import { formats } from '../formats/registry';
import type { ModelKind } from '../model/model';
import { comparisonCommands, comparisonMenus } from './comparing/comparisonContributions';
import { comparableKinds } from '../operations/compareDescriptor';
import { commandedOperations } from '../operations/commandedOperations';
import { commandOf } from './reports/commandNames';

/**
 * What the manifest offers besides the editors, as data alone: `npm run manifest` writes it into package.json together
 * with an editor for each format of the registry.
 */
export interface CommandContribution {
  /** Without the prefix "inspect3d.". */
  readonly name: string;
  /** In title case; the category stands before it. */
  readonly title: string;
  /** A codicon. */
  readonly icon?: string;
  /** When the command palette shows it; always when left out. */
  readonly when?: string;
}

/** An entry of a menu: a command, or another menu. */
export type MenuContribution = {
  /** As VS Code names the menu: "explorer/context"; or a {@link SubmenuContribution.id}. */
  readonly menu: string;
  readonly when?: string;
  readonly group?: string;
} & (
  | {
      /** A {@link CommandContribution.name}. */
      readonly command: string;
    }
  | {
      /** A {@link SubmenuContribution.id}. */
      readonly submenu: string;
    }
);

export interface SubmenuContribution {
  readonly id: string;
  readonly label: string;
}

export interface KeyContribution {
  readonly command: string;
  readonly key: string;
  readonly mac?: string;
  readonly when: string;
}

/** JSON schema of a setting, as far as the settings here need it. */
export interface SettingContribution {
  readonly type: 'string' | 'number';
  readonly default: string | number;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

export const category = 'Inspect 3D';

/** Any editor of this extension is the active one. */
export const editorIsActive = 'activeCustomEditorId =~ /^inspect3d\\./';

/** An editor of boxes is the active one. */
const detectionEditorIsActive = `activeCustomEditorId =~ /^inspect3d\\.(${formats.filter(({ kinds }) => kinds.every((kind) => kind === 'detections')).map(({ id }) => id).join('|')})$/`;

/** A text file with a formula. */
const isFormula = 'resourceFilename =~ /\\.sdf\\.json$/i';

const editorCommandFaces: Readonly<Record<EditorCommand, { readonly title: string; readonly icon?: string }>> = {
  fit: { title: 'Fit to View', icon: 'screen-full' },
  viewFront: { title: 'View from the Front' },
  viewBack: { title: 'View from the Back' },
  viewLeft: { title: 'View from the Left' },
  viewRight: { title: 'View from the Right' },
  viewTop: { title: 'View from the Top' },
  viewBottom: { title: 'View from the Bottom' },
  toggleProjection: { title: 'Toggle Perspective or Orthographic Projection' },
  nextColouring: { title: 'Next Colouring', icon: 'symbol-color' },
  toggleClipping: { title: 'Toggle Clipping Box' },
  toggleInspector: { title: 'Toggle Inspector', icon: 'layout-sidebar-right' },
  biggerPoints: { title: 'Bigger Points' },
  smallerPoints: { title: 'Smaller Points' },
  undoView: { title: 'Undo View Change' },
  redoView: { title: 'Redo View Change' },
  saveScreenshot: { title: 'Save Screenshot...', icon: 'device-camera' },
  copyInformation: { title: 'Copy File Information', icon: 'copy' },
  showKeys: { title: 'Show Keyboard Shortcuts', icon: 'keyboard' },
};

export const commands: readonly CommandContribution[] = [
  ...editorCommands.map((name) => ({ name, ...editorCommandFaces[name], when: editorIsActive })),
  ...commandedOperations().map(({ id, title }) => ({ name: commandOf(id), title: `${title}...` })),
  { name: 'openIn3D', title: 'Open in 3D', icon: 'eye' },
  { name: 'saveSurface', title: 'Save Surface...', icon: 'save-as', when: editorIsActive },
  { name: 'openDetectionFolder', title: 'Open Detection Folder...', icon: 'folder-opened' },
  { name: 'pointsInFrustum', title: 'Points in Frustum of Selected Box', when: detectionEditorIsActive },
  { name: 'previewField', title: 'Preview Field Beside', icon: 'open-preview', when: isFormula },
  ...comparisonCommands,
  { name: 'showLog', title: 'Show Log', icon: 'output' },
];

const explorerMenu = 'inspect3d.explorer';
const editorMenu = 'inspect3d.editor';

export const submenus: readonly SubmenuContribution[] = [
  { id: explorerMenu, label: category },
  { id: editorMenu, label: category },
];

/** `extensions` gives those of every format that holds one of the kinds, as a regular expression's alternatives: "ply|pcd"; of every format without kinds. */
export function menus(extensions: (kinds?: readonly ModelKind[]) => string): readonly MenuContribution[] {
  const isNamed = (kinds?: readonly ModelKind[]): string => `resourceExtname =~ /^\\.(${extensions(kinds)})$/i`;
  return [
    { menu: 'explorer/context', command: 'openIn3D', when: isNamed(), group: 'navigation@30' },
    { menu: 'explorer/context', command: 'openDetectionFolder', when: 'explorerResourceIsFolder', group: 'navigation@30' },
    { menu: 'explorer/context', command: 'previewField', when: isFormula, group: 'navigation@30' },
    { menu: 'editor/title', command: 'previewField', when: `${isFormula} && !activeCustomEditorId`, group: 'navigation' },
    { menu: 'explorer/context', submenu: explorerMenu, when: isNamed(), group: 'navigation@31' },
    { menu: 'editor/title', submenu: editorMenu, when: editorIsActive, group: '5_inspect3d' },
    ...comparisonMenus(isNamed(comparableKinds), editorMenu),
    ...commandedOperations().flatMap(({ id, inputs }, order): MenuContribution[] => {
      const command = commandOf(id);
      const takes = isNamed(inputs.flatMap(({ kinds }) => [...kinds]));
      // The explorer offers what takes as many files as are selected.
      const selected = inputs.length === 1 ? '!listMultiSelection' : 'listDoubleSelection';
      const group = `1_measure@${order + 1}`;
      return [
        ...(inputs.length <= 2 ? [{ menu: explorerMenu, command, when: `${selected} && ${takes}`, group }] : []),
        { menu: editorMenu, command, when: takes, group },
      ];
    }),
  ];
}

/** None so far: the page handles its few keys itself, while no field of it has the focus. */
export const keys: readonly KeyContribution[] = [];

/** By name, without the prefix "inspect3d.", in the order of the settings page. */
export const settings: Readonly<Record<string, SettingContribution>> = {
  pointSize: {
    type: 'number',
    default: 2,
    minimum: 0.5,
    maximum: 64,
    markdownDescription: 'Diameter of points, in pixels.',
  },
  upAxis: {
    type: 'string',
    default: 'z',
    enum: ['x', 'y', 'z', '-x', '-y', '-z'],
    markdownDescription: 'The axis that points up on the screen.',
  },
  projection: {
    type: 'string',
    default: 'perspective',
    enum: ['perspective', 'orthographic'],
    markdownDescription: 'How a scene is projected when it opens.',
  },
  background: {
    type: 'string',
    default: 'theme',
    enum: ['theme', 'white', 'black'],
    enumDescriptions: ["The editor's background in the colour theme.", 'White, for papers.', 'Black.'],
    markdownDescription: 'What is behind the scene.',
  },
  device: {
    type: 'string',
    default: 'auto',
    enum: ['auto', 'gpu', 'cpu'],
    enumDescriptions: [
      'The graphics processor where there is one that passes its self-check and is faster, otherwise the processor.',
      'The graphics processor, even when it is drawn in software.',
      'The processor alone.',
    ],
    markdownDescription: 'Where measurements are computed. The numbers are the same; every report says where it ran.',
  },
  memoryLimit: {
    type: 'number',
    default: 4096,
    minimum: 64,
    markdownDescription: 'The most memory that decoding one file may take, in megabytes.',
  },
  hiddenEditorsMemory: {
    type: 'number',
    default: 1024,
    minimum: 0,
    markdownDescription:
      'How much memory editors in hidden tabs may hold together, in megabytes. Past it, the one hidden longest lets go and reads its file again when it is shown.',
  },
};
