import { Camera, LineSegments, Mesh, Points, Scene, type WebGLRenderer } from 'three';
import { createGeometry } from './drawUnit';
import { createPieceUniforms, type SceneMaterials } from './sceneMaterials';

/**
 * Compiles programs beside the page's thread where the browser can, before something needs them: that of points, which
 * every first picture waits for, or the others.
 */
export async function compilePrograms(renderer: WebGLRenderer, materials: SceneMaterials, which: 'points' | 'others'): Promise<void> {
  const scene = new Scene();
  const camera = new Camera();
  const uniforms = createPieceUniforms(false, 0);
  if (which === 'points') {
    scene.add(new Points(createGeometry(), materials.points(uniforms)));
  } else {
    scene.add(
      new Points(createGeometry(), materials.picking(uniforms, true)),
      new Mesh(createGeometry(), materials.surface(uniforms)),
      new LineSegments(createGeometry(), materials.lines(uniforms)),
    );
  }
  for (const object of scene.children) object.frustumCulled = false;
  await renderer.compileAsync(scene, camera);
  // The first use asks the driver about each program and waits for its answer; nothing is queued up before it yet.
  renderer.setRenderTarget(null);
  renderer.render(scene, camera);
}
