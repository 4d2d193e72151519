import type { BoxSide, BoxValue, ImageBoxes, ImageJudgement, JudgeSettings, JudgeTotals } from '../../src/compute/detections/detectionProtocol';
import type { DisplayPiece, ScalarPiece } from '../../src/compute/modelProtocol';
import type { MeasureActions } from '../panels/sections/measureSection';
import type { StageActions } from '../panels/stage';

/** The picture of an image, or why there is none. */
export interface FoundPicture {
  readonly picture: ImageBitmap | null;
  readonly note: string;
  /** True where choosing a folder may help. */
  readonly canChoose: boolean;
}

/** What the frame of a detection editor asks of whoever holds the file. */
export interface DetectionActions extends StageActions {
  readonly measure: MeasureActions;
  copyText(text: string): void;
  saveImage(name: string, png: Uint8Array<ArrayBuffer>): void;
  setStatus(text: string, tooltip: string): void;
  stateChanged(): void;
  log(level: 'info' | 'warning' | 'error', message: string): void;
  boxes(image: number, of: BoxSide): Promise<ImageBoxes>;
  judgeImage(image: number, settings: JudgeSettings): Promise<ImageJudgement>;
  judgeAll(settings: JudgeSettings, signal: AbortSignal): Promise<JudgeTotals>;
  values(row: number, of: BoxSide): Promise<readonly BoxValue[]>;
  picture(image: number): Promise<FoundPicture>;
  /** Tells the cloud of an image; how many points came, and a sentence. */
  cloud(image: number, add: (piece: DisplayPiece) => void): Promise<{ readonly points: number; readonly note: string }>;
  /** How many points of that cloud lie in each box, and for each point drawn which box it is in. */
  inside(cuboids: Float64Array<ArrayBuffer>, toBoxes: readonly number[] | null, add: (piece: ScalarPiece) => void): Promise<Uint32Array>;
  /** Opens the points of the image's cloud that are seen through a box: x1, y1, x2, y2 in pixels; `projection` from the cloud to pixels times depth. Gives how many. */
  lift(box: readonly number[], projection: readonly number[]): Promise<number>;
  /** True when the user chose a folder. */
  choosePictureFolder(): Promise<boolean>;
  /** Lets the user choose the file to compare with; `setOther` of the frame follows, unless the user thought better of it. */
  chooseOther(): Promise<void>;
  forgetOther(): Promise<void>;
  evaluate(): void;
  suppress(): void;
}
