import type { ReportFileKind } from '../../src/compute/reportProtocol';
import { element } from '../panels/element';
import { actionButton, actionMenu } from './actionButton';

/** What can be done with a report. */
export interface ReportActions {
  copyNumber(digits: string): void;
  copyAs(kind: 'markdown' | 'json'): void;
  saveAs(kind: ReportFileKind): void;
  runAgain(): void;
  changeOptions(): void;
  /** Null where it makes no sense. */
  readonly showOnCloud: (() => void) | null;
  /** Null where the operation makes nothing. */
  readonly openResult: (() => void) | null;
  /** Null where the operation makes nothing. */
  readonly saveResult: (() => void) | null;
}

/** The row of buttons under a report's number. */
export function createReportActions(actions: ReportActions): HTMLElement {
  const { showOnCloud, openResult, saveResult } = actions;
  return element(
    'div',
    { class: 'report-actions', attributes: { role: 'toolbar', 'aria-label': 'Report' } },
    ...(showOnCloud ? [actionButton('symbol-color', 'Show on the Cloud', showOnCloud)] : []),
    ...(openResult ? [actionButton('go-to-file', 'Open Result', openResult)] : []),
    actionButton('refresh', 'Run Again', () => actions.runAgain()),
    actionButton('settings', 'Change Options', () => actions.changeOptions()),
    actionMenu('copy', 'Copy', () => [
      { kind: 'action', label: 'Copy as Markdown', run: () => actions.copyAs('markdown') },
      { kind: 'action', label: 'Copy as JSON', run: () => actions.copyAs('json') },
    ]),
    actionMenu('save', 'Save As', () => [
      ...(saveResult ? [{ kind: 'action' as const, label: 'Result…', run: saveResult }] : []),
      { kind: 'action', label: 'JSON…', run: () => actions.saveAs('json') },
      { kind: 'action', label: 'CSV…', run: () => actions.saveAs('csv') },
      { kind: 'action', label: 'Markdown…', run: () => actions.saveAs('markdown') },
      { kind: 'action', label: 'HTML…', run: () => actions.saveAs('html') },
    ]),
  );
}
