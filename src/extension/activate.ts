import * as vscode from 'vscode';
import { editorCommands } from '../compute/editorProtocol';
import { formatOfName } from '../formats/chooseFormat';
import { formats } from '../formats/registry';
import { CameraLinks } from './comparing/cameraLinks';
import { registerComparisonCommands } from './comparing/comparisonCommands';
import { Comparisons } from './comparing/comparisons';
import { registerDetectionCommands } from './detections/detectionCommands';
import { DetectionFolders } from './detections/detectionFolders';
import { registerFolderCommands } from './detections/folderCommands';
import { DetectionLinks } from './detections/detectionLinks';
import type { Editor } from './editor';
import { EditorPreferences } from './editorPreferences';
import { EditorProvider } from './editorProvider';
import { HiddenEditors } from './hiddenEditors';
import { OpenEditors } from './openEditors';
import type { Platform } from './platform';
import { previewField } from './previewField';
import { registerOperationCommands } from './reports/operationCommands';
import { ResultFiles } from './reports/resultFiles';
import { TextProblems } from './textProblems';
import { viewTypeOf } from './viewTypes';
import { ViewStates } from './viewStates';

/** Opens a file in its 3-D editor. Takes the file as an argument, from the explorer's menu, or the active tab's. */
async function openIn3D(uri: unknown): Promise<void> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const target = uri instanceof vscode.Uri ? uri : input instanceof vscode.TabInputText ? input.uri : undefined;
  const file = target ?? (await vscode.window.showOpenDialog({ title: 'Open in 3D' }))?.[0];
  if (!file) return;
  const format = formatOfName(file.path) ?? formats[0];
  await vscode.commands.executeCommand('vscode.openWith', file, viewTypeOf(format.id));
}

/** Registers editors and commands. Nothing is read or started until a file is opened. */
export function activateWith(context: vscode.ExtensionContext, platform: Platform): void {
  const log = vscode.window.createOutputChannel('Inspect 3D', { log: true });
  const preferences = new EditorPreferences(context.globalState);
  const openEditors = new OpenEditors();
  const firstColourings = new Map<string, string>();
  context.subscriptions.push(log, preferences, openEditors);
  const hiddenEditors = new HiddenEditors(() => preferences.hiddenEditorsMemory());
  context.subscriptions.push(preferences.onDidChange(() => hiddenEditors.check()));
  const detectionLinks = new DetectionLinks(context.workspaceState);
  const detectionFolders = new DetectionFolders(platform);
  context.subscriptions.push(detectionLinks, registerDetectionCommands(detectionLinks), detectionFolders, registerFolderCommands(detectionFolders, detectionLinks, platform));
  const results = new ResultFiles().register();
  const reports = { extension: context.extension, platform, preferences, log, results, firstColourings };
  const services = {
    extension: context.extension,
    platform,
    preferences,
    viewStates: new ViewStates(context.workspaceState),
    hiddenEditors,
    firstColourings,
    problems: new TextProblems(),
    detectionLinks,
    log,
    reports,
  };
  context.subscriptions.push(services.problems, results, registerOperationCommands(reports));
  const links = new CameraLinks();
  const comparisons = new Comparisons(context.workspaceState, services);
  context.subscriptions.push(links, comparisons, registerComparisonCommands(comparisons, links));
  for (const format of formats) {
    const opened = (editor: Editor): void => {
      openEditors.add(editor);
      links.add(editor);
    };
    const page = format.kinds.every((kind) => kind === 'detections') ? 'detections' : 'editor';
    const provider = new EditorProvider(services, opened, page);
    context.subscriptions.push(
      vscode.window.registerCustomEditorProvider(viewTypeOf(format.id), provider, {
        supportsMultipleEditorsPerDocument: true,
        webviewOptions: { retainContextWhenHidden: true },
      }),
    );
  }
  for (const command of editorCommands) {
    context.subscriptions.push(vscode.commands.registerCommand(`inspect3d.${command}`, () => openEditors.command(command)));
  }
  context.subscriptions.push(
    vscode.commands.registerCommand('inspect3d.openIn3D', openIn3D),
    vscode.commands.registerCommand('inspect3d.previewField', previewField),
    vscode.commands.registerCommand('inspect3d.saveSurface', (target: unknown) => openEditors.saveSurface(target)),
    vscode.commands.registerCommand('inspect3d.showLog', () => log.show(true)),
  );
}
