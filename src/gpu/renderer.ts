import { property, type GpuMode } from './gpuLibrary';
import { isSoftwareName, webGl2Renderer, type Renderer } from './webGl2Renderer';

export { isSoftwareName, type Renderer };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function isAsyncMethod(value: unknown): value is (this: unknown, options?: unknown) => Promise<unknown> {
  return typeof value === 'function';
}

/** `navigator.gpu`, which workers have as well as pages. */
function webGpuEntry(): unknown {
  return property(property(globalThis, 'navigator'), 'gpu');
}

/** The renderer behind WebGPU, or why there is none. */
async function webGpuRenderer(): Promise<Renderer | string> {
  const entry = webGpuEntry();
  const requestAdapter = property(entry, 'requestAdapter');
  if (!isAsyncMethod(requestAdapter)) return 'WebGPU is not offered here';
  const adapter = await requestAdapter.call(entry);
  if (adapter === null || adapter === undefined) return 'WebGPU has no adapter';
  const info = property(adapter, 'info');
  const parts = ['description', 'vendor', 'architecture', 'device'].map((name) => text(property(info, name)));
  const name = parts[0] !== '' ? parts[0] : parts.slice(1).filter((part) => part !== '').join(' ');
  const fallback = property(info, 'isFallbackAdapter') === true || property(adapter, 'isFallbackAdapter') === true;
  return { name: name === '' ? 'unnamed adapter' : name, software: fallback || isSoftwareName(parts.join(' ')) };
}

/** A WebGL2 context on a canvas of its own, which no page ever shows. */
export function createWebGl2(): { readonly canvas: OffscreenCanvas; readonly context: WebGL2RenderingContext } | null {
  if (typeof OffscreenCanvas === 'undefined') return null;
  const canvas = new OffscreenCanvas(1, 1);
  const attributes = { alpha: false, depth: false, antialias: false, powerPreference: 'high-performance' } as const;
  const context = canvas.getContext('webgl2', attributes);
  return context === null ? null : { canvas, context };
}

/** What GPU.js would run on in a mode, or why it cannot. */
export async function findRenderer(mode: GpuMode): Promise<Renderer | string> {
  if (mode === 'webgpu') return webGpuRenderer();
  const made = createWebGl2();
  if (made === null) return typeof OffscreenCanvas === 'undefined' ? 'OffscreenCanvas is missing' : 'WebGL2 is not offered here';
  const renderer = webGl2Renderer(made.context);
  // Browsers keep only so many contexts alive: this one is given back at once.
  made.context.getExtension('WEBGL_lose_context')?.loseContext();
  return renderer;
}
