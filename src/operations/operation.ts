import type { Parallel } from '../geometry/parallel';
import type { GpuSession } from '../gpu/device';
import type { Model, ModelKind } from '../model/model';
import type { VoxelGrid } from '../model/voxelGrid';
import type { Evaluation } from '../detection/evaluation/evaluation';
import type { DetectionSet } from '../model/detectionSet';
import type { Chart } from './chart';

/** One thing an operation is given, by role. */
export interface InputDescriptor {
  /** "compared", "reference", "grid". */
  readonly name: string;
  readonly title: string;
  readonly kinds: readonly ModelKind[];
}

interface OptionBase {
  /** As on the command line, without the dashes: "sample-surface". */
  readonly name: string;
  readonly title: string;
  readonly meaning: string;
  /** A single letter that the command line accepts too: "n". */
  readonly letter?: string;
}

/** The schema of an option; forms, `--help` and checks are made from it. */
export type OptionDescriptor =
  | (OptionBase & { readonly type: 'choice'; readonly choices: readonly string[]; readonly default: string | null })
  | (OptionBase & { readonly type: 'flag'; readonly default: boolean })
  | (OptionBase & {
      readonly type: 'number' | 'integer';
      readonly default: number | null;
      readonly minimum?: number;
      readonly maximum?: number;
      readonly required?: boolean;
    })
  | (OptionBase & { readonly type: 'text' | 'file'; readonly default: string | null; readonly required?: boolean });

export type OptionValue = string | number | boolean | null;
export type OptionValues = Readonly<Record<string, OptionValue>>;

export interface NumberDescriptor {
  readonly name: string;
  /** "length" is the file's own unit of length. */
  readonly unit: 'length' | 'length²' | 'length³' | 'ratio' | 'count' | 'degrees' | 'none';
  readonly meaning: string;
}

/** What an operation is, as data alone: the host, the page, `--help` and the batch worker read it; none loads the code behind it. */
export interface OperationDescriptor {
  readonly id: string;
  /** In title case, as the palette shows it: "Chamfer Distance". */
  readonly title: string;
  /** The formula and its conventions in words, printed beside every number. */
  readonly definition: string;
  /** The paper, standard or program that the definition comes from. */
  readonly source: string;
  readonly inputs: readonly InputDescriptor[];
  readonly options: readonly OptionDescriptor[];
  readonly numbers: readonly NumberDescriptor[];
  /** The step that has a kernel for the GPU ("nearest neighbours"), where there is one. */
  readonly gpu?: string;
  /** Where that kernel is known to gain nothing on what files hold: it runs when the GPU is asked for by name alone. */
  readonly gpuOnRequest?: boolean;
  /** The column that an editor colours its result by at first: "vertex.distance". */
  readonly colourResultBy?: string;
  /** What `-o` writes, when the operation makes a model. */
  readonly output?: { readonly meaning: string; readonly required: boolean };
}

export interface OperationInput {
  /** Path or name as the user gave it. */
  readonly file: string;
  readonly model: Model;
}

export interface DeviceReport {
  readonly kind: 'cpu' | 'gpu';
  readonly name: string;
  readonly place: 'page' | 'process';
  readonly reason: string;
}

export type Cell = string | number | null;

export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A picture of numbers that a report shows: a histogram has one more edge than counts. */
export interface Histogram {
  readonly title: string;
  readonly unit: NumberDescriptor['unit'];
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** An evaluation with the two sets that its rows are of. */
export interface EvaluatedDetections {
  readonly evaluation: Evaluation;
  readonly truth: DetectionSet;
  readonly detections: DetectionSet;
}

/** What an implementation answers; {@link Report} adds who asked and how long it took. */
export interface OperationResult {
  readonly numbers: Readonly<Record<string, number | null>>;
  /** Of numbers whose unit is not the descriptor's, because of an option: squared distances. */
  readonly units?: Readonly<Record<string, NumberDescriptor['unit']>>;
  readonly tables?: readonly ReportTable[];
  readonly histograms?: readonly Histogram[];
  readonly charts?: readonly Chart[];
  readonly warnings?: readonly string[];
  readonly device: DeviceReport;
  /** The convention in one line, when options change it: "mean of squared distances, both directions added". */
  readonly convention?: string;
  /** A value for each row of an input, in the file's order, for colouring it: `input` is the input's place. */
  readonly columns?: readonly { readonly input: number; readonly name: string; readonly data: Float32Array<ArrayBuffer> }[];
  /** Of two grids: what became of each cell, as labels, for colouring them. */
  readonly cells?: VoxelGrid;
  /** Of an evaluation that was asked for with `keepEvaluation`: what leads from a point of a curve to the boxes. */
  readonly evaluation?: EvaluatedDetections;
  /** New models, the one for `-o` first. The one that is `shown` is what a viewer opens, and what a table is made of. */
  readonly models?: readonly { readonly title: string; readonly model: Model; readonly shown?: boolean }[];
}

/** The JSON document of CLI.md; keys may be added, never renamed. */
export interface Report {
  readonly operation: string;
  readonly definition: string;
  readonly convention?: string;
  readonly inputs: readonly { readonly file: string; readonly kind: ModelKind; readonly count: number }[];
  readonly options: OptionValues;
  readonly numbers: Readonly<Record<string, number | null>>;
  /** By name, where they differ from the descriptor's. */
  readonly units?: Readonly<Record<string, NumberDescriptor['unit']>>;
  readonly tables: readonly ReportTable[];
  readonly histograms?: readonly Histogram[];
  readonly charts?: readonly Chart[];
  readonly device: DeviceReport;
  readonly seconds: { readonly read: number; readonly compute: number; readonly write: number };
  readonly warnings: readonly string[];
}

export interface OperationContext {
  /** Asked for by the user; what really ran is in the result's device. */
  readonly device: 'auto' | 'gpu' | 'cpu';
  readonly place: 'page' | 'process';
  readonly signal: AbortSignal;
  /** Share done, 0...1, and what is happening. */
  progress(share: number, activity: string): void;
  /** Runs pieces of work on all cores, where there are some; on this thread otherwise. */
  readonly parallel: Parallel;
  /** True when curves and what became of every box are wanted in the result. */
  readonly keepEvaluation?: boolean;
  /** A small text file that an option names. Throws FormatError, and OperationError where there are no paths. */
  readText(path: string): Promise<string>;
  /** The GPU of this place, in a page whose user wants one; which device it is shows on its first use. */
  readonly gpu?: GpuSession;
}

/** The half that computes. Loaded lazily, and by workers alone. */
export interface OperationImplementation {
  run(
    inputs: readonly OperationInput[],
    options: OptionValues,
    context: OperationContext,
  ): Promise<OperationResult>;
}
