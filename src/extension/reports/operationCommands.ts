import * as vscode from 'vscode';
import type { Report } from '../../operations/operation';
import { commandedOperations } from '../../operations/commandedOperations';
import { commandOf } from './commandNames';
import { operationArguments } from './operationArguments';
import { shownFiles } from './fileChoice';
import { ReportPanel } from './reportPanel';
import type { ReportServices } from './reportServices';

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
          // What was pointed at comes first; what is open fills the roles that are left.
          const offered = called ? files : distinct([...files, ...shownFiles()]);
          const complete = called && files.length === count;
          const panel = new ReportPanel({ descriptor, files: offered.slice(0, count), options, run: complete }, services);
          return complete ? panel.firstReport : undefined;
        },
      ),
    ),
  );
}

function distinct(uris: readonly vscode.Uri[]): vscode.Uri[] {
  return [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
}
