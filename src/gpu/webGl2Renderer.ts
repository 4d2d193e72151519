/** Who would do the work. */
export interface Renderer {
  readonly name: string;
  /** Drawn by the CPU: correct, and slower than plain code. */
  readonly software: boolean;
}

const softwareNames = /SwiftShader|llvmpipe|Basic Render/i;

/** True for the names of renderers that run on the CPU. */
export function isSoftwareName(name: string): boolean {
  return softwareNames.test(name);
}

/** The renderer behind a WebGL2 context. */
export function webGl2Renderer(context: WebGL2RenderingContext): Renderer {
  const extension = context.getExtension('WEBGL_debug_renderer_info');
  const answer: unknown = context.getParameter(extension === null ? context.RENDERER : extension.UNMASKED_RENDERER_WEBGL);
  const name = typeof answer === 'string' && answer !== '' ? answer : 'unnamed renderer';
  return { name, software: isSoftwareName(name) };
}
