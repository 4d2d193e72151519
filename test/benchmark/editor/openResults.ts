/** What test/benchmark/open.ts asks of the suite inside VS Code. */
export interface OpenPlan {
  readonly files: readonly string[];
  /** Measured openings of each file. */
  readonly runs: number;
  /** Ways to move the bytes alone, beside each opening: bytes of a request, and requests under way at once. */
  readonly bare: readonly { readonly slice: number; readonly atOnce: number }[];
  /** Where the results go. */
  readonly results: string;
}

/** A task that blocked the page for more than 50 ms. Times in milliseconds. */
export interface LongTask {
  /** Since the page began. */
  readonly start: number;
  readonly duration: number;
  /** Spent inside calls of WebGL, which wait for the process that draws. */
  readonly drawing: number;
  /** The scripts that ran, the longest first: what called them, and how long. */
  readonly scripts: readonly { readonly what: string; readonly duration: number }[];
}

/** Times in milliseconds since the command that opened the file, memory in bytes, processor time in seconds. */
export interface OpenedOnce {
  readonly marks: Readonly<Record<string, number>>;
  /** From the first request for the file's bytes to the last answer; null where no bytes came to the page. */
  readonly move: number | null;
  readonly movedFrom: number | null;
  readonly movedTo: number | null;
  readonly requests: number;
  readonly address: string | null;
  readonly tasks: readonly LongTask[];
  /** Milliseconds inside WebGL by the call's name. */
  readonly calls: Readonly<Record<string, number>>;
  /** Points that were given to WebGL to draw, again and again where the picture was begun anew. */
  readonly points: number;
  /** The page's process: how much its peak is above what it held before. Null where the system does not tell. */
  readonly renderer: number | null;
  /** The peak of the process that reads a file of text; null where there was none. */
  readonly fileProcess: number | null;
  readonly processor: Readonly<Record<string, number>>;
}

export interface BareMove {
  readonly slice: number;
  readonly atOnce: number;
  readonly milliseconds: number;
}

/** By the file's name. */
export interface OpenResults {
  readonly opened: Record<string, OpenedOnce[]>;
  readonly bare: Record<string, BareMove[]>;
}
