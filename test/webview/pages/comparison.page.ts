import codicons from '@vscode/codicons/dist/codicon.css';
import type { ComparisonHostProtocol, ComparisonPageProtocol, ComparisonResult, ComparisonSide, SideFile } from '../../../src/compute/comparisonProtocol';
import { comparisonLane } from '../../../src/compute/comparisonProtocol';
import { comparisonResult } from '../../../src/compute/comparisonResult';
import type { FileAccess } from '../../../src/compute/fileAccess';
import type { FileReference } from '../../../src/compute/processProtocol';
import { runRequest } from '../../../src/compute/runRequest';
import { MemorySource } from '../../../src/formats/byteSource';
import { sequential } from '../../../src/geometry/parallel';
import { Channel } from '../../../src/messaging/channel';
import { lane } from '../../../src/messaging/lanes';
import type { Port } from '../../../src/messaging/port';
import { OperationError } from '../../../src/model/errors';
import type { OptionValues, Report } from '../../../src/operations/operation';
import { colourOfValue } from '../../../webview/scene/colourMaps';
import { ComparisonPage } from '../../../webview/session/comparisonPage';
import frameStyles from '../../../webview/styles/10-frame.css';
import controlStyles from '../../../webview/styles/20-controls.css';
import sectionStyles from '../../../webview/styles/30-sections.css';
import comparisonStyles from '../../../webview/styles/40-comparison.css';
import stageStyles from '../../../webview/styles/40-stage.css';
import sliceStyles from '../../../webview/styles/50-slices.css';
import type { ThemeName } from './frameThemes';
import { applyTheme } from './frameThemes';

type Asked = readonly [name: string, value: unknown];
type HostChannel = Channel<ComparisonHostProtocol, ComparisonPageProtocol>;

/** The two ends of a line within one page. */
function line(): readonly [Port, Port] {
  const listeners: [Set<(message: unknown) => void>, Set<(message: unknown) => void>] = [new Set(), new Set()];
  const end = (own: 0 | 1): Port => ({
    post: (message, transfer) => {
      const copy: unknown = structuredClone(message, transfer ? { transfer: [...transfer] } : {});
      setTimeout(() => {
        for (const listener of [...listeners[1 - own]]) listener(copy);
      }, 0);
    },
    onMessage: (listener) => {
      listeners[own].add(listener);
      return { dispose: () => listeners[own].delete(listener) };
    },
  });
  return [end(0), end(1)];
}

function refuse(): never {
  throw new OperationError('There are no paths here.');
}

const files: FileAccess = {
  open: (file: FileReference) => (file.kind === 'bytes' ? Promise.resolve({ source: new MemorySource(file.name, file.bytes), close: () => Promise.resolve() }) : refuse()),
  openFolder: () => Promise.resolve(null),
      readText: refuse,
  refuseToOverwrite: refuse,
  write: refuse,
};

interface Given {
  readonly name: string;
  readonly url: string;
}

let sides: Record<ComparisonSide, SideFile> | undefined;
let given: Record<ComparisonSide, Given | string> | undefined;
let host: HostChannel | undefined;
let opened: ComparisonPage | undefined;

async function bytesOf(side: ComparisonSide): Promise<Uint8Array<ArrayBuffer>> {
  const wanted = given?.[side];
  if (!wanted || typeof wanted === 'string') return refuse();
  return new Uint8Array(await (await fetch(wanted.url)).arrayBuffer());
}

/** The operation itself, in place of a process beside the files. */
async function compare(options: OptionValues, signal: AbortSignal): Promise<ComparisonResult> {
  const references = await Promise.all(
    (['compared', 'reference'] as const).map(async (side) => {
      const wanted = given?.[side];
      return { kind: 'bytes' as const, name: typeof wanted === 'object' ? wanted.name : side, bytes: await bytesOf(side) };
    }),
  );
  await tools.gate;
  const answer = await runRequest(
    { operation: 'compare', files: references, options, keepColumns: true },
    { place: 'page', files, parallel: sequential, progress: () => undefined, write: () => Promise.resolve() },
    signal,
  );
  return comparisonResult(answer, options['split'] === true);
}

function adopt(...texts: readonly string[]): void {
  document.adoptedStyleSheets = texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}

async function describe(wanted: Given | string, name: string): Promise<SideFile> {
  if (typeof wanted === 'string') return { kind: 'absent', name, reason: wanted };
  const { byteLength } = await (await fetch(wanted.url)).arrayBuffer();
  return { kind: 'file', file: { name: wanted.name, path: wanted.name, bytes: byteLength, modified: 0, route: { kind: 'resource', url: wanted.url } } };
}

const tools = {
  asked: [] as Asked[],
  kept: '',
  /** Held back until it is resolved: what a comparison waits for. */
  gate: Promise.resolve() as Promise<unknown>,
  limit: 2 ** 32,
  report: null as Report | null,
  applyTheme,
  colourOfValue,
  async loadFont(url: string): Promise<void> {
    document.fonts.add(await new FontFace('codicon', `url("${url}")`).load());
  },
  /** Opens the page on two files; a text stands for one that is absent, and why. */
  async open(wanted: Record<ComparisonSide, Given | string>, worker: string, theme: ThemeName = 'dark', state = ''): Promise<void> {
    adopt(codicons.replace(/@font-face\s*{[^}]*}/, ''), frameStyles, controlStyles, sectionStyles, comparisonStyles, stageStyles, sliceStyles);
    applyTheme(theme);
    document.body.dataset.worker = worker;
    const root = document.createElement('div');
    root.id = 'root';
    document.body.replaceChildren(root);
    given = { ...wanted };
    sides = { compared: await describe(wanted.compared, 'compared.ply'), reference: await describe(wanted.reference, 'reference.ply') };
    const [pageEnd, hostEnd] = line();
    const note = (name: string, value: unknown): void => void tools.asked.push([name, value]);
    host = new Channel<ComparisonHostProtocol, ComparisonPageProtocol>(
      lane(hostEnd, comparisonLane),
      {
        ready: () => ({
          id: 'pair 1',
          sides: sides ?? refuse(),
          settings: { pointSize: 3, upAxis: 'z', projection: 'perspective', background: 'theme', limit: tools.limit },
          state,
        }),
        readBytes: async ({ side, offset, length }) => (await bytesOf(side)).slice(offset, offset + length),
        compare: ({ options }, { signal }) => {
          note('compare', options);
          return compare(options, signal);
        },
        swap: () => {
          if (given) given = { compared: given.reference, reference: given.compared };
          if (sides) sides = { compared: sides.reference, reference: sides.compared };
          note('swap', null);
          host?.notify('restart', {});
          return null;
        },
        openSide: ({ side }) => {
          note('openSide', side);
          return null;
        },
        saveCompared: ({ options, kind }) => {
          note('saveCompared', { options, kind });
          return true;
        },
        saveReport: ({ kind, text }) => {
          note('saveReport', { kind, text });
          return true;
        },
        saveImage: ({ png }) => {
          note('saveImage', [...png.subarray(0, 4)]);
          return true;
        },
        copyText: ({ text }) => {
          note('copyText', text);
          return null;
        },
      },
      {
        status: (value) => note('status', value),
        log: (value) => note('log', value),
        state: (value) => note('state', value),
        compared: (value) => {
          tools.report = value.report;
          note('compared', null);
        },
        failed: (value) => note('failed', value),
      },
    );
    const page = new ComparisonPage(root, pageEnd, {
      read: () => tools.kept,
      write: (kept) => {
        tools.kept = kept;
      },
    });
    opened = page;
    await page.start();
  },
  get page(): ComparisonPage {
    if (!opened) throw new Error('No page was opened.');
    return opened;
  },
  /** How many pixels of a canvas have the hue of a colour, in whatever light. */
  pixelsLike(side: ComparisonSide, wanted: readonly number[]): number {
    const canvas = document.querySelector<HTMLCanvasElement>(`.pane-place.${side} canvas`);
    const context = canvas?.getContext('webgl2');
    if (!canvas || !context) throw new Error(`The ${side} has no picture.`);
    const pixels = new Uint8Array(4 * canvas.width * canvas.height);
    context.bindFramebuffer(context.FRAMEBUFFER, null);
    context.readPixels(0, 0, canvas.width, canvas.height, context.RGBA, context.UNSIGNED_BYTE, pixels);
    const { hue } = tint(wanted);
    let count = 0;
    for (let at = 0; at < pixels.length; at += 4) {
      const seen = tint([pixels[at], pixels[at + 1], pixels[at + 2]]);
      if (seen.saturation > 0.4 && Math.abs(seen.hue - hue) < 8) count++;
    }
    return count;
  },
  /** RGB of a canvas at a place in CSS pixels from its upper left corner. */
  colour(side: ComparisonSide, x: number, y: number): number[] {
    const canvas = document.querySelector<HTMLCanvasElement>(`.pane-place.${side} canvas`);
    if (!canvas) throw new Error(`The ${side} has no canvas.`);
    const context = canvas.getContext('webgl2');
    if (!context) throw new Error('There is no context.');
    const ratio = canvas.width / canvas.clientWidth;
    const pixel = new Uint8Array(4);
    context.bindFramebuffer(context.FRAMEBUFFER, null);
    context.readPixels(Math.floor(x * ratio), canvas.height - 1 - Math.floor(y * ratio), 1, 1, context.RGBA, context.UNSIGNED_BYTE, pixel);
    return [...pixel.subarray(0, 3)];
  },
};

/** Hue, 0...360, and how far from grey a colour is, 0...1. */
function tint([red, green, blue]: readonly number[]): { readonly hue: number; readonly saturation: number } {
  const most = Math.max(red, green, blue);
  const span = most - Math.min(red, green, blue);
  if (span === 0) return { hue: 0, saturation: 0 };
  const sixth = most === red ? ((green - blue) / span + 6) % 6 : most === green ? (blue - red) / span + 2 : (red - green) / span + 4;
  return { hue: 60 * sixth, saturation: span / most };
}

declare global {
  interface Window {
    comparisonTools: typeof tools;
  }
}

window.comparisonTools = tools;
