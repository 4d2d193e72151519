import codicons from '@vscode/codicons/dist/codicon.css';
import type { EditorSettings } from '../../../src/compute/editorProtocol';
import type { DisplayPiece, OpenResult, PickResult, ScalarChoice, ScalarsResult } from '../../../src/compute/modelProtocol';
import { CancelledError } from '../../../src/model/errors';
import type { FileInfo } from '../../../src/model/fileInfo';
import { descriptors } from '../../../src/operations/descriptors';
import type { Report } from '../../../src/operations/operation';
import { Frame } from '../../../webview/panels/frame';
import type { FrameActions } from '../../../webview/panels/frameApi';
import { Viewer } from '../../../webview/scene/viewer';
import frameStyles from '../../../webview/styles/10-frame.css';
import controlStyles from '../../../webview/styles/20-controls.css';
import reportStyles from '../../../webview/styles/30-report.css';
import sectionStyles from '../../../webview/styles/30-sections.css';
import stageStyles from '../../../webview/styles/40-stage.css';
import type { ThemeName } from './frameThemes';
import { applyTheme } from './frameThemes';
import { boxMesh, surfaceCloud } from './sceneContent';

/** What the frame asked for, in order: ["copyText", "..."]. */
type Asked = readonly [name: string, ...details: unknown[]];

const settings: EditorSettings = { pointSize: 3, upAxis: 'z', projection: 'perspective', background: 'theme', limit: 2 ** 32 };

const cloudInfo: FileInfo = {
  file: 'scans/hall.ply',
  format: 'ply',
  kind: 'pointCloud',
  bytes: 840_312,
  points: 60_000,
  bounds: { min: [-1.439871, -1.4392113, -0.5699], max: [1.4398802, 1.439, 0.5701234567] },
  notFinite: 2,
  attributes: [
    { element: 'vertex', name: 'x', type: 'float32', components: 1, min: -1.439871, max: 1.4398802 },
    { element: 'vertex', name: 'y', type: 'float32', components: 1, min: -1.4392113, max: 1.439 },
    { element: 'vertex', name: 'z', type: 'float32', components: 1, min: -0.5699, max: 0.5701234567 },
    { element: 'vertex', name: 'intensity', type: 'uint16', components: 1, min: 0, max: 1000 },
    { element: 'vertex', name: 'deviation', type: 'float32', components: 1, min: -0.25, max: 0.75 },
  ],
  comments: ['made by a scanner', '<b onclick="alert(1)">bold</b> & <img src=x>'],
  warnings: ['2 points are not finite; they are left out of geometry.'],
};

const meshInfo: FileInfo = {
  file: 'box.ply',
  format: 'ply',
  kind: 'mesh',
  bytes: 412,
  points: 8,
  faces: 6,
  triangles: 12,
  bounds: { min: [-1, -1, -1], max: [1, 1, 1] },
  notFinite: 0,
  attributes: [
    { element: 'vertex', name: 'x', type: 'float32', components: 1, min: -1, max: 1 },
    { element: 'face', name: 'vertex_indices', type: 'int32', components: 4, min: 0, max: 7 },
  ],
  comments: [],
  warnings: [],
};

const scalars: readonly ScalarChoice[] = [
  { id: 'vertex.intensity', title: 'intensity', min: 0, max: 1000 },
  { id: 'vertex.deviation', title: 'deviation', min: -0.25, max: 0.75 },
];

/** What a run of the tests answers with: the first number is 1.5. */
function measuredReport(operation: string): Report {
  const descriptor = descriptors.find(({ id }) => id === operation);
  return {
    operation,
    definition: descriptor?.definition ?? '',
    inputs: [],
    options: {},
    numbers: Object.fromEntries((descriptor?.numbers ?? []).map(({ name }, i) => [name, 1.5 + i])),
    tables: [],
    device: { kind: 'cpu', name: 'CPU, 2 threads', place: 'process', reason: 'tests have no other' },
    seconds: { read: 0, compute: 0, write: 0 },
    warnings: [],
  };
}

/** Bins of a skewed bell, the same each time. */
const histogram = Array.from({ length: 256 }, (_, bin) => Math.round(4000 * Math.exp(-(((bin - 90) / 40) ** 2)) + 300 * Math.exp(-(((bin - 200) / 12) ** 2))));

const picked: PickResult = {
  index: 12_345,
  position: [0.123456789012345, -1.5, 0.25],
  values: [
    { name: 'x', type: 'float64', text: '0.123456789012345' },
    { name: 'y', type: 'float64', text: '-1.5' },
    { name: 'z', type: 'float64', text: '0.25' },
    { name: 'intensity', type: 'uint16', text: '512' },
  ],
};

function adopt(...texts: readonly string[]): void {
  document.adoptedStyleSheets = texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}

/** Without the font's file, whose address is the host's business. */
const withoutFont = (text: string): string => text.replace(/@font-face\s*{[^}]*}/, '');

let made: Frame | undefined;

const tools = {
  settings,
  cloudInfo,
  meshInfo,
  scalars,
  asked: [] as Asked[],
  /** Held back until `releaseScalars`, when set. */
  scalarsReady: Promise.resolve(),
  /** Held back until a run shall end, when set. */
  measured: Promise.resolve(),
  cloud: (count = 60_000): DisplayPiece[] => surfaceCloud(count, 30_000, [0, 0, 0]),
  box: (): DisplayPiece[] => boxMesh(),
  result: (info: FileInfo, choices: readonly ScalarChoice[] = [], hasColours = false): OpenResult => ({ info, scalars: choices, hasColours, grid: null, surface: null, lines: null, features: null, seconds: 0.1 }),
  applyTheme,
  async loadFont(url: string): Promise<void> {
    document.fonts.add(await new FontFace('codicon', `url("${url}")`).load());
  },
  get frame(): Frame {
    if (!made) throw new Error('No frame was created.');
    return made;
  },
  create(theme: ThemeName = 'dark', state = ''): Frame {
    made?.dispose();
    tools.asked.length = 0;
    adopt(withoutFont(codicons), frameStyles, controlStyles, reportStyles, sectionStyles, stageStyles);
    applyTheme(theme);
    let root = document.getElementById('root');
    if (!root) {
      root = document.createElement('div');
      root.id = 'root';
      document.body.append(root);
    }
    const ask = (...asked: Asked): void => void tools.asked.push(asked);
    const actions: FrameActions = {
      cancelLoading: () => ask('cancelLoading'),
      retry: () => ask('retry'),
      reread: () => ask('reread'),
      openAsText: () => ask('openAsText'),
      surface: () => Promise.reject(new Error('There is no surface here.')),
      health: () => Promise.reject(new Error('There is no field here.')),
      saveSurface: () => ask('saveSurface'),
      copyText: (text) => ask('copyText', text),
      saveImage: (name, png) => ask('saveImage', name, [...png.subarray(0, 4)]),
      remember: (remembered) => ask('remember', remembered),
      setStatus: (text, tooltip) => ask('setStatus', text, tooltip),
      requestScalars: async (scalar): Promise<ScalarsResult> => {
        ask('requestScalars', scalar);
        await tools.scalarsReady;
        const choice = scalars.find(({ id }) => id === scalar);
        const min = choice?.min ?? 0;
        const max = choice?.max ?? 1;
        for (let piece = 0; piece < 2; piece++) {
          const places = tools.cloud()[piece];
          const at = places !== undefined && 'positions' in places ? places.positions : new Float32Array(90_000);
          const values = Float32Array.from({ length: 30_000 }, (_, slot) => (0.5 + 0.5 * Math.sin(2 * at[3 * slot] + at[3 * slot + 1])) * (max - min));
          tools.frame.viewer.addScalars({ piece, base: min, values });
        }
        return { min, max, histogram };
      },
      requestLines: () => {
        ask('requestLines');
        for (const piece of boxMesh()) if (piece.kind === 'lines') tools.frame.viewer.add(piece);
        return Promise.resolve();
      },
      requestDisplay: () => Promise.resolve(ask('requestDisplay')),
      pick: (vertex) => {
        ask('pick', vertex);
        return Promise.resolve(picked);
      },
      requestPoints: () => Promise.resolve(ask('requestPoints')),
      hideLabels: () => Promise.reject(new Error('This file holds no grid.')),
      softCells: () => Promise.reject(new Error('This file holds no grid.')),
      slice: () => Promise.reject(new Error('This file holds no grid.')),
      gridValues: () => Promise.reject(new Error('This file holds no grid.')),
      cell: () => Promise.reject(new Error('This file holds no grid.')),
      measure: {
        start: (operation, role) => {
          ask('measureStart', operation, role);
          const own = { id: 0, name: 'hall.ply', path: 'scans/hall.ply', bytes: cloudInfo.bytes };
          const { inputs } = descriptors.find(({ id }) => id === operation) ?? { inputs: [] };
          return Promise.resolve({ files: inputs.map((_, place) => (place === role ? own : null)), options: {}, device: 'auto', limit: 4e9 });
        },
        choose: (operation, input) => {
          ask('measureChoose', operation, input);
          return Promise.resolve({ id: 1, name: 'truth.ply', path: 'scans/truth.ply', bytes: 12_000_000 });
        },
        run: (operation, files, options, { signal, onProgress }) => {
          ask('measure', operation, files, options);
          onProgress({ share: 0.4, activity: 'finding nearest neighbours' });
          return new Promise((resolve, reject) => {
            signal.addEventListener('abort', () => reject(new CancelledError()));
            void tools.measured.then(() => resolve(measuredReport(operation)));
          });
        },
      },
      stateChanged: () => ask('stateChanged'),
      log: (level, message) => ask('log', level, message),
    };
    made = new Frame(root, actions, (options) => new Viewer(options));
    made.setSettings(settings);
    if (state !== '') made.setState(state);
    return made;
  },
  /** A cloud with two scalars, opened. */
  async openCloud(theme: ThemeName = 'dark', info: FileInfo = cloudInfo, state = ''): Promise<void> {
    const frame = tools.create(theme, state);
    frame.loading({ name: 'hall.ply', bytes: info.bytes });
    for (const piece of tools.cloud()) frame.addPiece(piece);
    frame.opened(tools.result(info, scalars));
    await frame.viewer.whenAtRest();
  },
  async openMesh(theme: ThemeName = 'dark'): Promise<void> {
    const frame = tools.create(theme);
    frame.loading({ name: 'box.ply', bytes: meshInfo.bytes });
    for (const piece of boxMesh()) if (piece.kind !== 'lines') frame.addPiece(piece);
    frame.opened(tools.result(meshInfo));
    await frame.viewer.whenAtRest();
  },
  /** Markup of the controls and tables that have no name for screen readers. */
  nameless(): string[] {
    const controls = [...document.querySelectorAll('button, input, [role=slider], [role=separator], canvas[tabindex], table, aside')];
    const nameOf = (each: Element): string =>
      each.getAttribute('aria-label') ??
      each.querySelector('caption')?.textContent ??
      document.getElementById(each.getAttribute('aria-labelledby') ?? '')?.textContent ??
      each.textContent ??
      '';
    return controls.filter((each) => nameOf(each).trim() === '').map((each) => each.outerHTML);
  },
  milliseconds: (duration: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, duration)),
};

declare global {
  interface Window {
    frameTools: typeof tools;
  }
}

window.frameTools = tools;
