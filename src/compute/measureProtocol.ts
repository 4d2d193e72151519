import type { Call } from '../messaging/protocol';
import type { OptionValues, Report } from '../operations/operation';
import type { RunProgress } from './processProtocol';
import type { ChosenFile, ReportStart } from './reportProtocol';

/** What the form of an operation in an editor's inspector begins with. */
export type MeasureStart = Pick<ReportStart, 'files' | 'options' | 'device' | 'limit'>;

/** What an editor's page asks of the host to measure its file. */
export interface MeasureCalls {
  /** `role` is the place among the operation's inputs that the editor's own file takes; open files are offered for the others. */
  readonly measureStart: Call<{ readonly operation: string; readonly role: number }, MeasureStart>;
  /** Lets the user choose a file for a role: among the open editors and the workspace's files, or by a dialog. */
  readonly measureChoose: Call<{ readonly operation: string; readonly input: number }, ChosenFile | null>;
  /** Opens a report beside and runs there. Cancelling closes the report and leaves nothing. */
  readonly measure: Call<{ readonly operation: string; readonly files: readonly number[]; readonly options: OptionValues }, Report, RunProgress>;
}
