import type { DisplayPiece } from '../../../src/compute/modelProtocol';
import type { Vector3 } from '../../../src/model/bounds';
import { colourAt, colourMapNames, colourOfValue, type ColourMapName, type Rgb } from '../../../webview/scene/colourMaps';
import type { ScenePalette } from '../../../webview/scene/sceneApi';
import { Viewer } from '../../../webview/scene/viewer';
import { boxMesh, seededRandom, surfaceCloud, torusMesh } from './sceneContent';

const palettes: Readonly<Record<'dark' | 'light' | 'contrast', ScenePalette>> = {
  dark: { background: '#1e1e1e', foreground: '#cccccc', accent: '#0078d4', selection: '#264f78' },
  light: { background: '#ffffff', foreground: '#3b3b3b', accent: '#005fb8', selection: '#add6ff' },
  contrast: { background: '#000000', foreground: '#ffffff', accent: '#f38518', selection: '#ffffff' },
};

/** What a test reads from the canvas. */
interface Pixels {
  /** Pixels that are not the background. */
  readonly covered: number;
  /** A sum over all bytes, to tell one picture from another. */
  readonly checksum: number;
}

const tools = {
  viewer: null as Viewer | null,
  palettes,
  colourAt: (map: ColourMapName, share: number): Rgb | null => colourAt(map, share),
  colourOfValue,
  colourMapNames,
  boxMesh,
  torusMesh,
  surfaceCloud,
  seededRandom,
  /** A scene over the whole window. */
  create(theme: keyof typeof palettes = 'dark', options: Partial<ConstructorParameters<typeof Viewer>[0]> = {}): Viewer {
    tools.viewer?.dispose();
    document.getElementById('scene')?.remove();
    const container = document.createElement('div');
    container.id = 'scene';
    container.style.position = 'fixed';
    container.style.inset = '0';
    document.body.append(container);
    tools.viewer = new Viewer({ container, palette: palettes[theme], ...options });
    return tools.viewer;
  },
  get scene(): Viewer {
    if (!tools.viewer) throw new Error('No scene was created.');
    return tools.viewer;
  },
  /** RGBA bytes of the canvas, bottom row first. */
  read(): Uint8Array {
    const { canvas } = tools.scene;
    const context = canvas.getContext('webgl2');
    if (!context) throw new Error('The canvas has no WebGL 2.');
    const bytes = new Uint8Array(4 * canvas.width * canvas.height);
    context.readPixels(0, 0, canvas.width, canvas.height, context.RGBA, context.UNSIGNED_BYTE, bytes);
    return bytes;
  },
  pixels(background: Rgb = [30, 30, 30]): Pixels {
    const bytes = tools.read();
    let covered = 0;
    let checksum = 0;
    for (let i = 0; i < bytes.length; i += 4) {
      if (bytes[i] !== background[0] || bytes[i + 1] !== background[1] || bytes[i + 2] !== background[2]) covered++;
      checksum = (Math.imul(checksum, 31) + bytes[i] + 7 * bytes[i + 1] + 13 * bytes[i + 2]) | 0;
    }
    return { covered, checksum };
  },
  /** RGB at a place in CSS pixels from the upper left corner. */
  colour(x: number, y: number): Rgb {
    const { canvas } = tools.scene;
    const ratio = canvas.width / canvas.clientWidth;
    const bytes = tools.read();
    const from = 4 * (Math.floor(x * ratio) + canvas.width * (canvas.height - 1 - Math.floor(y * ratio)));
    return [bytes[from], bytes[from + 1], bytes[from + 2]];
  },
  /** A cloud of few points given one by one, in one piece. */
  points(centre: Vector3, positions: readonly Vector3[], colours: readonly Rgb[] | null = null): DisplayPiece {
    return {
      kind: 'points',
      piece: 0,
      first: 0,
      last: true,
      count: positions.length,
      centre,
      positions: Float32Array.from(positions.flat()),
      colours: colours ? Uint8Array.from(colours.flatMap((colour) => [...colour, 255])) : null,
    };
  },
  /** Adds all pieces and waits until they are drawn. */
  async show(pieces: readonly DisplayPiece[]): Promise<void> {
    for (const piece of pieces) tools.scene.add(piece);
    await tools.scene.whenAtRest();
  },
  milliseconds: (duration: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, duration)),
};

declare global {
  interface Window {
    scene: typeof tools;
  }
}

window.scene = tools;
// Functions that tests hand to the page were compiled to keep their names by this helper, which only their own file has.
Object.assign(window, { __name: <Named>(named: Named): Named => named });
