import type { Renderer } from '../../src/gpu/webGl2Renderer';

/**
 * The part of a renderer's name that people know: browsers wrap it, as in "ANGLE (NVIDIA, NVIDIA GeForce RTX 3080
 * Direct3D11 vs_5_0 ps_5_0, D3D11)" or "ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)".
 */
export function shortRendererName(name: string): string {
  const software = /SwiftShader|llvmpipe|Basic Render/i.exec(name);
  if (software) return software[0];
  const wrapped = /^ANGLE \([^,]*, (?:ANGLE Metal Renderer: )?(.*), [^,]*\)$/.exec(name)?.[1] ?? name;
  return wrapped.replace(/\s+(Direct3D|OpenGL|Vulkan|\(0x|vs_|\/).*$/, '').replace(/^Vulkan [\d.]+ \((.*)\)$/, '$1').trim() || name;
}

/** What draws the scene, for the status bar: "GPU: WebGL2 (GeForce RTX 3080)", or by which software where there is none: "CPU: WebGL2 (SwiftShader)". */
export function rendererText({ name, software }: Renderer): string {
  const short = shortRendererName(name);
  return `${software ? 'CPU' : 'GPU'}: WebGL2 (${short})`;
}
