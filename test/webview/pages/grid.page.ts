import codicons from '@vscode/codicons/dist/codicon.css';
import { ModelSession } from '../../../src/compute/modelSession';
import { cellValues } from '../../../src/compute/cellValues';
import { MemorySource } from '../../../src/formats/byteSource';
import { arraySizes, cellKinds } from '../../../src/geometry/cellKinds';
import { surfaceCells } from '../../../src/geometry/surfaceCells';
import type { Shading } from '../../../webview/scene/sceneApi';
import { gridSlice } from '../../../src/geometry/gridSlice';
import { gridValues } from '../../../src/geometry/gridValues';
import { Frame } from '../../../webview/panels/frame';
import type { FrameActions } from '../../../webview/panels/frameApi';
import { Viewer } from '../../../webview/scene/viewer';
import frameStyles from '../../../webview/styles/10-frame.css';
import controlStyles from '../../../webview/styles/20-controls.css';
import sectionStyles from '../../../webview/styles/30-sections.css';
import stageStyles from '../../../webview/styles/40-stage.css';
import sliceStyles from '../../../webview/styles/50-slices.css';
import surfaceStyles from '../../../webview/styles/50-surface.css';
import { applyTheme, type ThemeName } from './frameThemes';

/** Bytes of files to open, made here so that a test needs no file. */
const files = {
  /** The distance to a ball, with negative values inside; longer along x. */
  field(): Uint8Array<ArrayBuffer> {
    const [width, height, depth] = [48, 32, 24];
    const values = new Float32Array(width * height * depth);
    for (let z = 0, at = 0; z < depth; z++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++, at++) values[at] = Math.hypot(x - 24, y - 16, z - 12) - 9 + 2 * Math.sin(x / 4);
      }
    }
    const header = `NRRD0004\ntype: float\ndimension: 3\nsizes: ${width} ${height} ${depth}\nencoding: raw\nendian: little\nspacings: 0.5 0.5 0.5\naxis mins: 100 200 300\n\n`;
    return joined(new TextEncoder().encode(header), new Uint8Array(values.buffer));
  },
  /** One cell in ten of a cube, at random. */
  sparse(): Uint8Array<ArrayBuffer> {
    const side = 128;
    let state = 12_345;
    const values = Uint8Array.from({ length: side ** 3 }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 0) % 10 === 0 ? 1 : 0;
    });
    return joined(new TextEncoder().encode(`NRRD0004\ntype: uchar\ndimension: 3\nsizes: ${side} ${side} ${side}\nencoding: raw\n\n`), values);
  },
  /** Three labels in shells about the middle of a cube. */
  labels(): Uint8Array<ArrayBuffer> {
    const side = 32;
    const values = Uint8Array.from({ length: side ** 3 }, (_, i) => {
      const distance = Math.hypot((i % side) - 15.5, (Math.floor(i / side) % side) - 15.5, Math.floor(i / side / side) - 15.5);
      return distance < 5 ? 7 : distance < 10 ? 3 : distance < 14 && i % side < 18 ? 12 : 0;
    });
    return joined(new TextEncoder().encode(`NRRD0004\ntype: uchar\ndimension: 3\nsizes: ${side} ${side} ${side}\nencoding: raw\n\n`), values);
  },
};

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

let frame: Frame | undefined;
let session: ModelSession | undefined;
let file = { name: '', bytes: 0 };

function current(): { readonly frame: Frame; readonly session: ModelSession } {
  if (!frame || !session) throw new Error('Nothing was opened.');
  return { frame, session };
}

const tools = {
  shade(shading: Shading): void {
    const { viewer } = current().frame;
    const state = JSON.parse(current().frame.getState()) as { view: { shading: Shading } };
    state.view.shading = shading;
    current().frame.setState(JSON.stringify(state));
    viewer.requestFrame();
  },
  get occupied(): number {
    const { grid } = current().session;
    return grid.kind === 'voxelGrid' ? grid.occupied : NaN;
  },
  get surfaceCells(): number {
    const { grid } = current().session;
    return grid.kind === 'voxelGrid' ? surfaceCells(cellKinds(grid).kinds, arraySizes(grid)).length : NaN;
  },
  valueAt(x: number, y: number, z: number): number {
    return gridSlice(current().session.grid, 2, z).values[x + current().session.grid.dimensions[0] * y];
  },
  asked: [] as (readonly unknown[])[],
  get frame(): Frame {
    return current().frame;
  },
  async loadFont(url: string): Promise<void> {
    document.fonts.add(await new FontFace('codicon', `url("${url}")`).load());
  },
  /** Opens one of the files, with the session that a worker has in the editor. */
  async open(which: keyof typeof files, theme: ThemeName = 'dark', state = ''): Promise<void> {
    frame?.dispose();
    tools.asked.length = 0;
    document.adoptedStyleSheets = [codicons.replace(/@font-face\s*{[^}]*}/, ''), frameStyles, controlStyles, sectionStyles, stageStyles, sliceStyles, surfaceStyles].map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    applyTheme(theme);
    const root = document.getElementById('root') ?? document.body.appendChild(Object.assign(document.createElement('div'), { id: 'root' }));
    const name = `${which}.nrrd`;
    const bytes = files[which]();
    session = new ModelSession(() => new MemorySource(name, bytes));
    const made = new Frame(root, tools.actions(), (options) => new Viewer(options));
    frame = made;
    made.setSettings({ pointSize: 2, upAxis: 'z', projection: 'perspective', background: 'theme', limit: 2 ** 32 });
    if (state !== '') made.setState(state);
    file = { name, bytes: bytes.length };
    await tools.read();
  },
  /** Reads the file, again where it was read before, as the frame says. */
  async read(): Promise<void> {
    const { frame: shown, session: reader } = current();
    shown.loading(file);
    shown.opened(
      await reader.open(
        { ...file, limit: 2 ** 32, options: shown.reading },
        { activity: () => undefined, restart: () => undefined, display: (piece) => shown.addPiece(piece) },
        new AbortController().signal,
      ),
    );
    await tools.settled();
  },
  /** Elements that are drawn when the picture is at rest. */
  get total(): number {
    return current().frame.viewer.statistics.total;
  },
  /** Until slices have come and everything is drawn. */
  async settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 50));
    await current().frame.viewer.whenAtRest();
  },
  actions(): FrameActions {
    const ask = (...asked: unknown[]): void => void tools.asked.push(asked);
    return {
      cancelLoading: () => undefined,
      retry: () => undefined,
      reread: () => void tools.read(),
      openAsText: () => undefined,
      copyText: (text) => ask('copyText', text),
      saveImage: (name) => ask('saveImage', name),
      remember: () => undefined,
      setStatus: (text) => ask('setStatus', text),
      requestScalars: (scalar) => Promise.resolve(current().session.display.scalarValues(scalar, (piece) => current().frame.viewer.addScalars(piece))),
      requestLines: () => Promise.resolve(current().session.display.lines((piece) => current().frame.viewer.add(piece))),
      requestPoints: () => Promise.resolve(current().session.display.points((piece) => current().frame.viewer.add(piece))),
      hideLabels: (labels, onPiece) => {
        ask('hideLabels', ...labels);
        current().session.cells.hide(labels);
        return Promise.resolve(current().session.cells.pieces(onPiece));
      },
      softCells: () => Promise.resolve(current().session.cells.soft()),
      requestDisplay: () => Promise.resolve(current().session.display.pieces((piece) => current().frame.viewer.add(piece))),
      pick: (vertex) => Promise.resolve(current().session.display.pick(vertex)),
      slice: ({ axis, index, component }) => {
        ask('slice', axis, index, component);
        return Promise.resolve(gridSlice(current().session.grid, axis, index, component));
      },
      gridValues: (component) => Promise.resolve(gridValues(current().session.grid, component)),
      surface: async (params, onPiece) => {
        ask('surface', params);
        return current().session.surface.change(params, onPiece, new AbortController().signal);
      },
      health: (onPiece) => Promise.resolve(current().session.surface.health(onPiece)),
      saveSurface: () => ask('saveSurface'),
      cell: (cell) => Promise.resolve(cellValues(current().session.grid, cell)),
      measure: {
        start: () => Promise.reject(new Error('Nothing is measured here.')),
        choose: () => Promise.reject(new Error('Nothing is measured here.')),
        run: () => Promise.reject(new Error('Nothing is measured here.')),
      },
      stateChanged: () => ask('stateChanged'),
      log: (level, message) => ask('log', level, message),
    };
  },
};

declare global {
  interface Window {
    gridTools: typeof tools;
  }
}

window.gridTools = tools;
