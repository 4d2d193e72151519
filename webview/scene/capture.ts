import { Camera, Color, WebGLRenderTarget, type Scene } from 'three';
import type { Bounds, Vector3 } from '../../src/model/bounds';
import type { Content } from './content';
import { setRange, type DrawUnit } from './drawUnit';
import type { Orbit } from './orbit';
import { aim, type CanvasArea } from './sceneCamera';
import type { Shading } from './sceneApi';
import type { SceneMaterials } from './sceneMaterials';
import type { Stage } from './stage';

/** Pixels that are drawn for one picture at most; below, each pixel of the result is the mean of four. */
const mostPixels = 16_777_216;

export interface CaptureSetting {
  readonly layers: readonly { readonly content: Content; readonly materials: SceneMaterials }[];
  /** What is drawn besides the layers' contents. */
  readonly further: readonly DrawUnit[];
  readonly bounds: Bounds | null;
  /** About which positions are drawn. */
  readonly origin: Vector3;
  readonly scene: Scene;
  readonly shading: Shading;
  readonly orbit: Orbit;
  readonly area: CanvasArea;
  readonly width: number;
  readonly height: number;
  /** Null is transparent. */
  readonly background: Color | null;
}

/** Draws everything at a size of its own, off the screen, as seen by the canvas at that shape; answers PNG bytes. */
export async function capturePng(stage: Stage, setting: CaptureSetting): Promise<Uint8Array<ArrayBuffer>> {
  const { layers, scene, orbit, background } = setting;
  const limit = stage.renderer.capabilities.maxTextureSize;
  const width = Math.max(1, Math.min(limit, Math.round(setting.width)));
  const height = Math.max(1, Math.min(limit, Math.round(setting.height)));
  const fine = 4 * width * height <= mostPixels && 2 * Math.max(width, height) <= limit ? 2 : 1;
  const target = new WebGLRenderTarget(width * fine, height * fine, { depthBuffer: true, generateMipmaps: false });
  const { renderer } = stage;
  const [{ materials: first }] = layers;
  const onScreen = first.shared.pointSize.value;
  const setPointSize = (size: number): void => layers.forEach(({ materials }) => materials.setPointSize(size));
  const pixels = new Uint8Array(4 * width * fine * height * fine);
  try {
    // What the canvas shows between its insets fills the picture, and points keep their share of it.
    const { insets } = setting.area;
    const visibleHeight = setting.area.height - insets.top - insets.bottom;
    const visibleWidth = setting.area.width - insets.left - insets.right;
    const scale = Math.max(visibleHeight / height, visibleWidth / width);
    const centreX = insets.left + visibleWidth / 2;
    const centreY = insets.top + visibleHeight / 2;
    const camera = new Camera();
    aim(camera, orbit, setting.origin, setting.area, setting.bounds, {
      x: centreX - (width * scale) / 2,
      y: centreY - (height * scale) / 2,
      width: width * scale,
      height: height * scale,
    });
    setPointSize(Math.max(1, ((onScreen / stage.ratio) * fine) / scale));
    const units = [...setting.further, ...layers.flatMap((layer) => layer.content.units(setting.shading))];
    for (const layer of layers) for (const unit of layer.content.allUnits) unit.object.visible = false;
    for (const unit of units) setRange(unit, 0, unit.count);
    renderer.setRenderTarget(target);
    renderer.setClearColor(background ?? new Color(0, 0, 0), background ? 1 : 0);
    renderer.clear();
    renderer.render(scene, camera);
    renderer.setRenderTarget(null);
    await renderer.readRenderTargetPixelsAsync(target, 0, 0, width * fine, height * fine, pixels);
  } finally {
    setPointSize(onScreen);
    renderer.setRenderTarget(null);
    target.dispose();
  }
  return encode(pixels, width * fine, height * fine, width, height);
}

/** Rows come bottom-up from the GPU; a scaled drawing turns and averages them at once. */
async function encode(pixels: Uint8Array<ArrayBuffer>, fineWidth: number, fineHeight: number, width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer), fineWidth, fineHeight);
  const bitmap = await createImageBitmap(image, { imageOrientation: 'flipY' });
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The picture cannot be encoded: this window gives no 2D canvas.');
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture is too large to be encoded.');
  return new Uint8Array(await blob.arrayBuffer());
}
