import * as vscode from 'vscode';
import { descriptors } from '../../operations/descriptors';
import type { OperationDescriptor, Report } from '../../operations/operation';
import { operationArguments } from './operationArguments';
import { shownFiles } from './fileChoice';
import { ReportPanel } from './reportPanel';
import type { ReportServices } from './reportServices';

/** Operations that are asked for by a command: those that tell numbers. The rest is the editor's or the command line's. */
export function commandedOperations(): readonly OperationDescriptor[] {
  return descriptors.filter(({ id, numbers }) => id !== 'info' && numbers.length > 0);
}

/** "sparse-convolution" is the command "inspect3d.sparseConvolution". */
export function commandOf(operation: string): string {
  return operation.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Registers a command for every operation. Called with files and options it runs at once and answers with the report;
 * otherwise it opens a form with what is selected or shown.
 */
export function registerOperationCommands(services: ReportServices): vscode.Disposable {
  return vscode.Disposable.from(
    ...commandedOperations().map((descriptor) =>
      vscode.commands.registerCommand(
        `inspect3d.${commandOf(descriptor.id)}`,
        async (first: unknown, second: unknown): Promise<Report | undefined> => {
          const { files, options, called } = operationArguments(first, second);
          const count = descriptor.inputs.length;
          const offered = files.length > 0 ? files : shownFiles();
          const complete = called && files.length === count;
          const panel = new ReportPanel({ descriptor, files: offered.slice(0, count), options, run: complete }, services);
          return complete ? panel.firstReport : undefined;
        },
      ),
    ),
  );
}
