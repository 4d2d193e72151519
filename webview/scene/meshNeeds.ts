import type { Content } from './content';
import type { MeshLayer } from './meshLayer';
import { computeNormals } from './meshNormals';
import type { Normals, Shading } from './sceneApi';

/** What a mesh needs for a shading and does not have from the beginning: outlines, and smooth normals. */
export class MeshNeeds {
  private linesAsked = false;
  private readonly cellsAsked = new Set<'needsPoints' | 'needsSoftCells'>();
  private computing: MeshLayer | null = null;

  constructor(
    private readonly askForLines: () => void,
    private readonly changed: () => void,
    private readonly askForCells: (what: 'needsPoints' | 'needsSoftCells') => void,
  ) {}

  /** Another mesh may come. */
  forget(): void {
    this.linesAsked = false;
    this.cellsAsked.clear();
  }

  /** Asks for the points of cells, or what smooth shading of them takes, where they are shown: once. */
  checkCells(content: Content, shading: Shading): void {
    const { cellLayer } = content;
    if (!cellLayer) return;
    const missing = shading === 'points' && !content.hasPoints ? 'needsPoints' : shading === 'smooth' && !cellLayer.isSoft ? 'needsSoftCells' : null;
    if (!missing || this.cellsAsked.has(missing)) return;
    this.cellsAsked.add(missing);
    this.askForCells(missing);
  }

  /** Asks for outlines where they are shown, once; also where there are no faces, since edges come by the same way. */
  checkLines(mesh: MeshLayer | null, shading: Shading): void {
    const wanted = shading === 'wireframe' || shading === 'surfaceWithEdges' || mesh?.triangles.length === 0;
    if (!mesh || mesh.hasLines || this.linesAsked || !wanted) return;
    this.linesAsked = true;
    this.askForLines();
  }

  /** Computes normals of a mesh that is complete; `current` says whether it is still shown. */
  checkNormals(mesh: MeshLayer | null, normals: Normals, current: (mesh: MeshLayer) => boolean): void {
    if (normals !== 'smooth' || !mesh || mesh.hasNormals || mesh.triangles.length === 0 || this.computing === mesh) return;
    this.computing = mesh;
    void computeNormals(mesh, () => current(mesh)).then((packed) => {
      if (this.computing === mesh) this.computing = null;
      if (!packed || !current(mesh)) return;
      mesh.setNormals(packed);
      this.changed();
    });
  }
}
