import * as vscode from 'vscode';
import { OperationError } from '../../model/errors';
import { nameOf } from '../openedFile';
import type { ReportServices } from '../reports/reportServices';
import { runInProcess } from '../reports/runInProcess';

/** A rectangle of a picture, and how the cloud comes into it. */
export interface LiftedBox {
  /** x1, y1, x2, y2 in pixels. */
  readonly box: readonly number[];
  /** 12 numbers, row by row: from the cloud's frame to pixels times depth. */
  readonly projection: readonly number[];
}

/**
 * Takes the points of a cloud that are seen through a box out of it, as `inspect3d frustum` does, and opens them beside;
 * gives how many there are. Nothing opens where there is none. Without processes the report is what opens.
 */
export async function liftToFrustum(cloud: vscode.Uri, { box, projection }: LiftedBox, { platform, results }: ReportServices): Promise<number> {
  const options = { box: box.join(','), projection: projection.join(',') };
  if (!platform.hasProcesses) {
    const report: unknown = await vscode.commands.executeCommand('inspect3d.frustum', [cloud], options);
    return pointsOf(typeof report === 'object' && report !== null && 'numbers' in report ? report.numbers : null);
  }
  const { answer, output } = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Points of ${nameOf(cloud)} in the frustum`, cancellable: true }, (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return runInProcess(platform, { operation: 'frustum', files: [cloud], options, output: true, signal: controller.signal, progress: () => undefined });
  });
  if (answer.kind !== 'report') throw new OperationError('frustum answers with no report.');
  const points = pointsOf(answer.report.numbers);
  if (points === 0) {
    void vscode.window.showInformationMessage('No point of the cloud is seen through the box.');
    return 0;
  }
  const result = results.add(`${nameOf(cloud).replace(/\.[^.]*$/, '')}-frustum.ply`, output);
  await vscode.commands.executeCommand('vscode.open', result, { viewColumn: vscode.ViewColumn.Beside, preview: false });
  return points;
}

function pointsOf(numbers: unknown): number {
  const points = typeof numbers === 'object' && numbers !== null && 'points' in numbers ? numbers.points : null;
  return typeof points === 'number' ? points : 0;
}
