import type { Call } from '../messaging/protocol';
import type { VoxelGrid } from '../model/voxelGrid';
import type { OptionValues, Report } from '../operations/operation';
import type { EditorSettings, OpenedFile } from './editorProtocol';
import type { RunProgress } from './processProtocol';
import type { ReportFileKind } from './reportProtocol';

/** What is measured or counted, and what it is measured against. */
export const comparisonSides = ['compared', 'reference'] as const;
export type ComparisonSide = (typeof comparisonSides)[number];

/** One side of a comparison. A file that was added or deleted in version control has no other side. */
export type SideFile =
  | { readonly kind: 'file'; readonly file: OpenedFile }
  | { readonly kind: 'absent'; readonly name: string; readonly reason: string };

export interface ComparisonStart {
  /** What the page keeps over a reload, so that the host knows which two files it was of. */
  readonly id: string;
  readonly sides: Readonly<Record<ComparisonSide, SideFile>>;
  readonly settings: EditorSettings;
  /** The panel's state when these two were last compared; empty when they never were. */
  readonly state: string;
}

export type ComparisonResult = PointComparison | CellComparison;

/** Of two clouds or meshes. */
export interface PointComparison {
  readonly kind: 'points';
  /** Of the operation `compare`: numbers and tables of the summary. */
  readonly report: Report;
  /** Distance of every row of the compared file to the reference, in the file's order and unit; NaN for points that are not finite. Negative inside a closed reference. */
  readonly forward: Float32Array<ArrayBuffer>;
  /** Distance of every row of the reference to the compared file. */
  readonly backward: Float32Array<ArrayBuffer>;
  /** Along x, y and z, from the nearest place of the reference to each row of the compared file; null unless the option `split` is set. */
  readonly split: readonly Float32Array<ArrayBuffer>[] | null;
}

/** Of two grids. */
export interface CellComparison {
  readonly kind: 'cells';
  readonly report: Report;
  /** What became of each cell, as labels of `cellStates`; null where nothing says which cells are occupied. */
  readonly cells: VoxelGrid | null;
}

/** What a comparison's page asks of the host. */
export interface ComparisonHostProtocol {
  readonly calls: {
    readonly ready: Call<Record<string, never>, ComparisonStart>;
    readonly readBytes: Call<
      { readonly side: ComparisonSide; readonly offset: number; readonly length: number },
      Uint8Array<ArrayBuffer>
    >;
    /** Runs `compare` in a process beside the files. Cancelling ends the process. */
    readonly compare: Call<{ readonly options: OptionValues }, ComparisonResult, RunProgress>;
    /** Exchanges the roles; `restart` follows. */
    readonly swap: Call<Record<string, never>, null>;
    /** Opens one side in an editor of its own. */
    readonly openSide: Call<{ readonly side: ComparisonSide }, null>;
    /** Asks where, and writes the compared cloud with its distance there, or the cells of the difference; false when the user thought better of it. */
    readonly saveCompared: Call<{ readonly options: OptionValues; readonly kind: ComparisonResult['kind'] }, boolean, RunProgress>;
    readonly saveReport: Call<{ readonly kind: ReportFileKind; readonly name: string; readonly text: string }, boolean>;
    readonly saveImage: Call<{ readonly name: string; readonly png: Uint8Array<ArrayBuffer> }, boolean>;
    readonly copyText: Call<{ readonly text: string }, null>;
  };
  readonly notices: {
    readonly status: { readonly text: string; readonly tooltip: string };
    readonly log: { readonly level: 'info' | 'warning' | 'error'; readonly message: string };
    readonly state: { readonly state: string };
    /** The first comparison is complete, for commands that wait for it. */
    readonly compared: { readonly report: Report };
    readonly failed: { readonly message: string };
  };
}

/** What the host tells a comparison's page. */
export interface ComparisonPageProtocol {
  readonly calls: Record<never, never>;
  readonly notices: {
    /** A side changed on disk, or the roles were exchanged: ask `ready` again. */
    readonly restart: Record<string, never>;
    readonly settings: { readonly settings: EditorSettings };
  };
}

export const comparisonLane = 'comparison';

/** The lane of a side's model, where a process beside the file owns it. */
export function sideLane(side: ComparisonSide): string {
  return `model-${side}`;
}
