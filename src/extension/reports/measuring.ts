import type * as vscode from 'vscode';
import type { MeasureCalls } from '../../compute/measureProtocol';
import { formatOfName } from '../../formats/chooseFormat';
import type { Handlers } from '../../messaging/channel';
import { OperationError } from '../../model/errors';
import { commandedOperations } from '../../operations/commandedOperations';
import type { InputDescriptor, OperationDescriptor } from '../../operations/operation';
import { ChosenFiles } from './chosenFiles';
import { chooseFile, shownFiles } from './fileChoice';
import { ReportPanel } from './reportPanel';
import type { ReportServices } from './reportServices';

function describe(id: string): OperationDescriptor {
  const found = commandedOperations().find((descriptor) => descriptor.id === id);
  if (!found) throw new OperationError(`There is no operation "${id}".`);
  return found;
}

function mayHold(uri: vscode.Uri, { kinds }: InputDescriptor): boolean {
  return formatOfName(uri.path)?.kinds.some((kind) => kinds.includes(kind)) ?? false;
}

/** Answers the forms of one editor's inspector; the reports open beside, as they do from the palette. */
export function measuring(own: vscode.Uri, services: ReportServices): Handlers<{ calls: MeasureCalls; notices: Record<never, never> }> {
  const files = new ChosenFiles();
  return {
    measureStart: async ({ operation, role }) => {
      const { inputs, id } = describe(operation);
      const others = shownFiles().filter((uri) => uri.toString() !== own.toString());
      const fill = (input: InputDescriptor, place: number): vscode.Uri | undefined => {
        if (place === role) return own;
        const found = others.findIndex((uri) => mayHold(uri, input));
        return found < 0 ? undefined : others.splice(found, 1)[0];
      };
      const { preferences } = services;
      return {
        files: await Promise.all(inputs.map(fill).map(async (uri) => (uri ? files.register(uri) : null))),
        options: preferences.rememberedOptions(id),
        device: preferences.device(),
        limit: preferences.settings().limit,
      };
    },
    measureChoose: async ({ operation, input }) => {
      const role = describe(operation).inputs.at(input);
      const uri = role && (await chooseFile(role));
      return uri ? files.register(uri) : null;
    },
    measure: async ({ operation, files: chosen, options }, { signal, progress }) => {
      const descriptor = describe(operation);
      const own = new Set(descriptor.options.map(({ name }) => name));
      services.preferences.rememberOptions(descriptor.id, Object.fromEntries(Object.entries(options).filter(([name]) => own.has(name))));
      const wish = { descriptor, files: chosen.map((id) => files.uri(id)), options, run: true, focus: false, progress };
      const panel = new ReportPanel(wish, services);
      const close = (): void => panel.close();
      signal.addEventListener('abort', close);
      try {
        return await panel.firstReport;
      } finally {
        signal.removeEventListener('abort', close);
      }
    },
  };
}
