import * as vscode from 'vscode';
import * as v from 'valibot';
import type { EditorSettings } from '../compute/editorProtocol';
import type { DevicePreference } from '../compute/reportProtocol';
import type { OptionValues } from '../operations/operation';
import { Disposables } from './disposables';

type Remembered = Partial<Omit<EditorSettings, 'limit'>>;

const rememberedKey = 'rememberedChoices';
const section = 'inspect3d';
const megabyte = 1024 * 1024;

const schema = {
  pointSize: v.fallback(v.pipe(v.number(), v.minValue(0.5), v.maxValue(64)), 2),
  upAxis: v.fallback(v.picklist(['x', 'y', 'z', '-x', '-y', '-z']), 'z'),
  projection: v.fallback(v.picklist(['perspective', 'orthographic']), 'perspective'),
  background: v.fallback(v.picklist(['theme', 'white', 'black']), 'theme'),
};
const device = v.fallback(v.picklist(['auto', 'gpu', 'cpu']), 'auto');
const optionValues = v.fallback(v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()])), {});
const optionsKey = (operation: string): string => `options.${operation}`;
const partial = v.fallback(v.partial(v.object(schema)), {});

/**
 * What a new editor starts with: the settings, overlaid with what the user last chose in an editor. Changing a setting
 * forgets the choice it covers, so that settings are never without effect.
 */
export class EditorPreferences extends Disposables {
  private readonly changed = this.own(new vscode.EventEmitter<EditorSettings>());
  readonly onDidChange = this.changed.event;

  constructor(private readonly memento: vscode.Memento) {
    super();
    this.own(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(section)) return;
        const kept = Object.entries(this.remembered()).filter(([name]) => !event.affectsConfiguration(`${section}.${name}`));
        void this.memento.update(rememberedKey, Object.fromEntries(kept));
        this.changed.fire(this.settings());
      }),
    );
  }

  settings(): EditorSettings {
    const configuration = vscode.workspace.getConfiguration(section);
    const chosen = Object.fromEntries(Object.keys(schema).map((name) => [name, configuration.get<unknown>(name)]));
    const limit = configuration.get<unknown>('memoryLimit');
    return {
      ...v.parse(v.object(schema), chosen),
      ...this.remembered(),
      limit: (typeof limit === 'number' && limit > 0 ? limit : 4096) * megabyte,
    };
  }

  /** Bytes that hidden editors may hold together. */
  hiddenEditorsMemory(): number {
    const megabytes = vscode.workspace.getConfiguration(section).get<unknown>('hiddenEditorsMemory');
    return (typeof megabytes === 'number' && megabytes >= 0 ? megabytes : 1024) * megabyte;
  }

  /** Where operations run: the setting `inspect3d.device`. */
  device(): DevicePreference {
    return v.parse(device, vscode.workspace.getConfiguration(section).get<unknown>('device'));
  }

  /** What was last chosen in an operation's form. */
  rememberedOptions(operation: string): OptionValues {
    return v.parse(optionValues, this.memento.get<unknown>(optionsKey(operation)) ?? {});
  }

  rememberOptions(operation: string, options: OptionValues): void {
    void this.memento.update(optionsKey(operation), options);
  }

  remember(choices: Remembered): void {
    void this.memento.update(rememberedKey, { ...this.remembered(), ...choices });
  }

  private remembered(): Remembered {
    return v.parse(partial, this.memento.get<unknown>(rememberedKey) ?? {});
  }
}
