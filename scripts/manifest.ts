import { comparisonViewType } from '../src/extension/comparing/comparisonViewType';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { category, commands, keys, menus, settings, submenus } from '../src/extension/contributions';
import { viewTypeOf } from '../src/extension/viewTypes';
import { formulaSchema } from '../src/formats/formula/schema';
import { formats } from '../src/formats/registry';
import type { Format } from '../src/formats/format';
import type { ModelKind } from '../src/model/model';
import { projectFolder } from './support/paths';

/**
 * Writes the parts of package.json that follow from the registries: editors, commands, menus, keys and settings. With
 * `--check` it writes nothing and fails when package.json is stale.
 */

const customEditor = (format: Format): Record<string, unknown> => ({
  viewType: viewTypeOf(format.id),
  displayName: `${category}: ${format.title}`,
  // VS Code heeds no case here.
  selector: format.extensions.map((extension) => ({ filenamePattern: `*${extension}` })),
  // Older versions of VS Code take any object for "default", so it is for editors that are that anyway.
  priority: format.priority === 'default' ? { textEditor: 'default', diffEditor: 'default' } : 'option',
});

/** Extensions of the formats that hold one of the kinds, or of all, as alternatives of a regular expression. */
const extensions = (kinds?: readonly ModelKind[]): string => {
  const holding = formats.filter((format) => kinds === undefined || format.kinds.some((kind) => kinds.includes(kind)));
  // VS Code's resourceExtname is what follows the last dot.
  const names = new Set(holding.flatMap((format) => format.extensions.filter((extension) => extension.lastIndexOf('.') === 0)));
  return [...names].map((extension) => extension.slice(1)).join('|');
};
const commandName = (name: string): string => {
  if (!commands.some((command) => command.name === name)) throw new Error(`A menu or key names the command ${name}, which is not there.`);
  return `inspect3d.${name}`;
};

function contributes(): Record<string, unknown> {
  const menuItems: Record<string, Record<string, unknown>[]> = {
    commandPalette: commands.filter(({ when }) => when !== undefined).map(({ name, when }) => ({ command: `inspect3d.${name}`, when })),
  };
  for (const { menu, ...item } of menus(extensions)) {
    (menuItems[menu] ??= []).push('command' in item ? { ...item, command: commandName(item.command) } : { ...item });
  }
  return {
    // Formats without an extension of their own are told by content among those of others.
    customEditors: formats.filter((format) => format.extensions.length > 0).map(customEditor),
    commands: commands.map(({ name, title, icon }) => ({
      command: `inspect3d.${name}`,
      title,
      category,
      ...(icon === undefined ? {} : { icon: `$(${icon})` }),
    })),
    submenus: submenus.map((submenu) => ({ ...submenu })),
    menus: menuItems,
    jsonValidation: [
      { fileMatch: '*.sdf.json', url: `./${schemaPath}` },
      { fileMatch: ['*.detections.json', '*.det.json'], url: './media/schemas/detections.schema.json' },
    ],
    keybindings: keys.map(({ command, ...rest }) => ({ command: commandName(command), ...rest })),
    configuration: {
      title: category,
      properties: Object.fromEntries(Object.entries(settings).map(([name, setting], order) => [`inspect3d.${name}`, { order, ...setting }])),
    },
  };
}

/** What VS Code completes and checks formula files by. */
const schemaPath = 'media/schemas/field-formula.schema.json';
const schemaFile = path.join(projectFolder, schemaPath);
const schemaBefore = existsSync(schemaFile) ? readFileSync(schemaFile, 'utf8') : '';
const schemaAfter = `${JSON.stringify(formulaSchema, null, 2)}\n`;

const file = path.join(projectFolder, 'package.json');
const before = readFileSync(file, 'utf8');
const manifest = JSON.parse(before) as Record<string, unknown>;
// Commands and editors activate the extension by themselves in every version that `engines` allows; tabs that come back
// after a reload of the window do not.
manifest.activationEvents = [`onWebviewPanel:${comparisonViewType}`];
manifest.contributes = contributes();
const after = `${JSON.stringify(manifest, null, 2)}\n`;
if (process.argv.includes('--check')) {
  if (after !== before || schemaAfter !== schemaBefore) {
    console.error('package.json, or the schema of formulae, is not what the registries say: run `npm run manifest` and commit it.');
    process.exitCode = 1;
  }
} else {
  if (schemaAfter !== schemaBefore) {
    mkdirSync(path.dirname(schemaFile), { recursive: true });
    writeFileSync(schemaFile, schemaAfter);
    console.log('The schema of formulae follows the language again.');
  }
  if (after !== before) {
    writeFileSync(file, after);
    console.log('package.json follows the registries again.');
  }
}
