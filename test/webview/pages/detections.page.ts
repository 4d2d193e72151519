import codicons from '@vscode/codicons/dist/codicon.css';
import { DetectionQueries } from '../../../src/compute/detections/detectionQueries';
import type { DetectionSet } from '../../../src/model/detectionSet';
import { fileInfo } from '../../../src/operations/info';
import type { FoundPicture } from '../../../webview/detections/detectionActions';
import { DetectionFrame } from '../../../webview/detections/detectionFrame';
import frameStyles from '../../../webview/styles/10-frame.css';
import controlStyles from '../../../webview/styles/20-controls.css';
import sectionStyles from '../../../webview/styles/30-sections.css';
import comparisonStyles from '../../../webview/styles/40-comparison.css';
import stageStyles from '../../../webview/styles/40-stage.css';
import detectionStyles from '../../../webview/styles/60-detections.css';
import { pointsInside } from '../../../src/compute/detections/pointsInside';
import { Viewer } from '../../../webview/scene/viewer';
import { cloudPoints, found, imageSize, many, scan, scanWithRectangles, truth, withMasks } from './detectionContent';
import { applyTheme, type ThemeName } from './frameThemes';

const withoutFont = (text: string): string => text.replace(/@font-face\s*{[^}]*}/, '');

/** A street under a sky, the same each time. */
async function street(): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(imageSize.width, imageSize.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#9db8cc';
  context.fillRect(0, 0, 640, 230);
  context.fillStyle = '#6a6f73';
  context.fillRect(0, 230, 640, 250);
  context.fillStyle = '#b0523c';
  context.fillRect(70, 250, 140, 70);
  context.fillStyle = '#3c5fb0';
  context.fillRect(310, 260, 100, 60);
  context.fillStyle = '#2d6b40';
  context.fillRect(490, 160, 40, 160);
  context.fillStyle = '#d9c9a0';
  context.fillRect(240, 345, 50, 40);
  return createImageBitmap(canvas);
}

const sets: Readonly<Record<string, () => DetectionSet>> = { truth: () => truth, found: () => found, masks: withMasks, many: () => many(5000), hoard: () => many(200_000), scan: () => scan(), seen: () => scanWithRectangles('scan.png'), unseen: () => scanWithRectangles(null) };

const tools = {
  asked: [] as unknown[][],
  frame: undefined as DetectionFrame | undefined,
  state: '',
  /** What the pictures answer: found, or missing. */
  pictures: true,
  folderChosen: false,
  applyTheme,
  async loadFont(url: string): Promise<void> {
    document.fonts.add(await new FontFace('codicon', `url("${url}")`).load());
  },
  async open(theme: ThemeName = 'dark', name = 'found'): Promise<void> {
    document.adoptedStyleSheets = [withoutFont(codicons), frameStyles, controlStyles, sectionStyles, comparisonStyles, stageStyles, detectionStyles].map((text) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      return sheet;
    });
    applyTheme(theme);
    document.getElementById('root')?.remove();
    const root = document.createElement('div');
    root.id = 'root';
    document.body.append(root);
    tools.asked.length = 0;
    const set = sets[name]();
    const queries = new DetectionQueries(set, `${name}.json`);
    const note = (...asked: unknown[]): void => void tools.asked.push(asked);
    const frame: DetectionFrame = new DetectionFrame(root, {
      cancelLoading: () => note('cancelLoading'),
      retry: () => note('retry'),
      openAsText: () => note('openAsText'),
      measure: {
        start: () => Promise.reject(new Error('Nothing is measured here.')),
        choose: () => Promise.reject(new Error('Nothing is measured here.')),
        run: () => Promise.reject(new Error('Nothing is measured here.')),
      },
      copyText: (text) => note('copyText', text),
      saveImage: (file, png) => note('saveImage', file, png.length),
      setStatus: (text) => note('setStatus', text),
      stateChanged: () => {
        tools.state = frame.getState();
      },
      log: (level, message) => note('log', level, message),
      boxes: (image, of) => Promise.resolve(structuredClone(queries.boxes(image, of))),
      judgeImage: (image, settings) => Promise.resolve(queries.judge(image, settings)),
      judgeAll: (settings, signal) => {
        note('judgeAll', settings);
        return Promise.resolve(queries.judgeAll(settings, signal));
      },
      values: (row, of) => Promise.resolve(queries.values(row, of)),
      picture: async (image): Promise<FoundPicture> => {
        note('picture', image);
        const there = tools.pictures || tools.folderChosen;
        return there ? { picture: await street(), note: '', canChoose: false } : { picture: null, note: 'No picture was found beside the file.', canChoose: true };
      },
      cloud: (image, add) => {
        note('cloud', image);
        const positions = cloudPoints();
        add({ kind: 'points', piece: 0, first: 0, last: true, count: positions.length / 3, centre: [0, 0, 0], positions, colours: null });
        return Promise.resolve({ points: positions.length / 3, note: '' });
      },
      inside: (cuboids, toBoxes, add) => {
        const { counts, boxOf } = pointsInside(cloudPoints(), cuboids, toBoxes);
        add({ piece: 0, base: 0, values: Float32Array.from(boxOf) });
        return Promise.resolve(counts);
      },
      lift: () => Promise.resolve(0),
      choosePictureFolder: () => {
        tools.folderChosen = true;
        return Promise.resolve(true);
      },
      chooseOther: () => {
        tools.compare(name === 'truth' ? 'found' : 'truth');
        return Promise.resolve();
      },
      forgetOther: () => {
        queries.setOther(null, false);
        return Promise.resolve();
      },
      evaluate: () => note('evaluate'),
      suppress: () => note('suppress'),
    }, (options) => new Viewer(options));
    tools.compare = (other) => {
      const columns = new DetectionQueries(sets[other](), `${other}.json`).columns();
      const isTruth = other === 'truth';
      frame.setOther({ name: `${other}.json`, isTruth, ...queries.setOther(columns, isTruth) });
    };
    tools.frame = frame;
    frame.setState(tools.state);
    frame.loading({ name: `${name}.json`, bytes: 1234, path: `scans/${name}.json` });
    frame.opened(
      { info: fileInfo(`${name}.json`, 'coco', 1234, set, ['1 box has no area (at $.annotations[3]).']), scalars: [], hasColours: false, grid: null, surface: null, lines: null, features: null, seconds: 0.1 },
      queries.overview(),
      null,
    );
    await new Promise((resolve) => setTimeout(resolve, 60));
  },
  compare: (_other: string): void => undefined,
  /** Markup of controls without a name for screen readers. */
  nameless(): string[] {
    const nameOf = (each: Element): string =>
      each.getAttribute('aria-label') ??
      (each instanceof HTMLInputElement ? each.labels?.[0]?.textContent : undefined) ??
      each.querySelector('caption')?.textContent ??
      document.getElementById(each.getAttribute('aria-labelledby') ?? '')?.textContent ??
      each.textContent ??
      '';
    return [...document.querySelectorAll('button, input, table, [role]')].filter((each) => nameOf(each).trim() === '' && !each.hasAttribute('hidden') && each.getAttribute('role') !== 'status').map((each) => each.outerHTML);
  },
};

declare global {
  interface Window {
    detectionTools: typeof tools;
  }
}

window.detectionTools = tools;
