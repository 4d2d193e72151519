import { Camera, LineSegments, Mesh, Points, Scene, type WebGLRenderer } from 'three';
import { createGeometry } from './drawUnit';
import { createPieceUniforms, type SceneMaterials } from './sceneMaterials';

/** Compiles the scene's programs beside the page's thread where the browser can, before the first piece needs them. */
export async function compilePrograms(renderer: WebGLRenderer, materials: SceneMaterials): Promise<void> {
  const scene = new Scene();
  const camera = new Camera();
  const uniforms = createPieceUniforms(false, 0);
  scene.add(
    new Points(createGeometry(), materials.points(uniforms)),
    new Points(createGeometry(), materials.picking(uniforms, true)),
    new Mesh(createGeometry(), materials.surface(uniforms)),
    new LineSegments(createGeometry(), materials.lines(uniforms)),
  );
  for (const object of scene.children) object.frustumCulled = false;
  await renderer.compileAsync(scene, camera);
  // The first use asks the driver about each program and waits for its answer; nothing is queued up before it yet.
  renderer.setRenderTarget(null);
  renderer.render(scene, camera);
}
