import type { Call } from '../messaging/protocol';
import type { OptionValues, Report } from '../operations/operation';
import type { Route } from './editorProtocol';
import type { EvaluationCalls } from './evaluationProtocol';
import type { RunProgress } from './processProtocol';

/** A file that the host has chosen for a role; a page knows it by its number alone and can name no path. */
export interface ChosenFile {
  readonly id: number;
  readonly name: string;
  /** For people. */
  readonly path: string;
  readonly bytes: number;
}

export type DevicePreference = 'auto' | 'gpu' | 'cpu';

export interface ReportStart {
  /** An operation's id. */
  readonly operation: string;
  /** By role, in the order of the descriptor's inputs; null where none is chosen yet. */
  readonly files: readonly (ChosenFile | null)[];
  /**
   * Those that were given, over those chosen last time unless it runs at once; what is left out has the descriptor's
   * default.
   */
  readonly options: OptionValues;
  /** True to begin at once instead of showing the form. */
  readonly run: boolean;
  readonly device: DevicePreference;
  /** False in a host without processes: everything runs in the page. */
  readonly hasProcess: boolean;
  readonly limit: number;
}

/** Ways to keep a report besides the clipboard; the text is made by the page, the place is asked by the host. */
export type ReportFileKind = 'json' | 'csv' | 'markdown' | 'html';

/** What a report's page asks of the host. */
export interface ReportHostProtocol {
  readonly calls: EvaluationCalls & {
    readonly ready: Call<Record<string, never>, ReportStart>;
    /** Lets the user choose a file for a role: among the open editors and the workspace's files, or by a dialog. */
    readonly chooseFile: Call<{ readonly input: number }, ChosenFile | null>;
    /** Runs in a process beside the files. Cancelling ends the process. */
    readonly run: Call<{ readonly files: readonly number[]; readonly options: OptionValues }, Report, RunProgress>;
    /** How a page that computes itself gets at the files. */
    readonly routes: Call<{ readonly files: readonly number[] }, readonly { readonly file: ChosenFile; readonly route: Route }[]>;
    readonly readBytes: Call<
      { readonly file: number; readonly offset: number; readonly length: number },
      Uint8Array<ArrayBuffer>
    >;
    readonly copyText: Call<{ readonly text: string }, null>;
    /** Asks where, and writes there; false when the user thought better of it. */
    readonly save: Call<{ readonly kind: ReportFileKind; readonly name: string; readonly text: string }, boolean>;
    /** What a run of the page itself has made, as a file's bytes; a run of the process leaves it with the host by itself. */
    readonly keepResult: Call<{ readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }, null>;
    /** Opens what the last run made beside its source. */
    readonly showResult: Call<Record<string, never>, null>;
    /** Asks where to keep what the last run made, as it is or as a table; false when the user thought better of it. */
    readonly saveResult: Call<Record<string, never>, boolean>;
    /** Opens the compared file with its distance to the reference as a heat map. */
    readonly showOnCloud: Call<{ readonly files: readonly number[] }, null>;
  };
  readonly notices: {
    /** The user chose otherwise than was given: remembered for the next time. */
    readonly chosen: { readonly files: readonly (number | null)[]; readonly options: OptionValues };
    /** How far a run is, for whoever asked for it elsewhere. */
    readonly progress: RunProgress;
    /** A run has ended; for commands that wait for its report. */
    readonly completed: { readonly report: Report };
    /** A run, or the wish for one, has come to nothing. */
    readonly failed: { readonly message: string };
    readonly log: { readonly level: 'info' | 'warning' | 'error'; readonly message: string };
    readonly title: { readonly title: string };
  };
}

export interface ReportPageProtocol {
  readonly calls: Record<never, never>;
  readonly notices: {
    /** A file of the last run is another one now, or gone. */
    readonly fileChanged: { readonly name: string; readonly event: 'changed' | 'deleted' };
  };
}

export const reportLane = 'report';
