import { promises as fileSystem } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decode } from 'fast-png';
import type { Frame, Locator, Page } from 'playwright-core';
import * as vscode from 'vscode';
import { connectWorkbench, until, webviewFrame } from './workbench';

/** The files that the project's own writers made. */
export const samplesFolder = path.join(process.env.INSPECT3D_PROJECT ?? '', 'media', 'samples');

/** A folder of one test, outside the workspace. */
export async function temporaryFolder(): Promise<string> {
  return fileSystem.mkdtemp(path.join(os.tmpdir(), 'inspect3d-'));
}

/** Copies a sample to a folder under a name of its own, so that tests do not see each other's remembered views. */
export async function copySample(sample: string, folder: string, name: string): Promise<vscode.Uri> {
  const file = path.join(folder, name);
  await fileSystem.copyFile(path.join(samplesFolder, sample), file);
  return vscode.Uri.file(file);
}

/** Pixels of a screenshot. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}

/** Levels, of 255, by which a pixel may differ and still be the same to the eye. */
const tolerance = 8;

/** The share of pixels, 0...1, in which two pictures differ; 1 when their sizes do. */
export function difference(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height || a.channels !== b.channels) return 1;
  let different = 0;
  for (let pixel = 0; pixel < a.data.length; pixel += a.channels) {
    for (let channel = 0; channel < 3; channel++) {
      if (Math.abs(a.data[pixel + channel] - b.data[pixel + channel]) <= tolerance) continue;
      different++;
      break;
    }
  }
  return different / (a.width * a.height);
}

/** What a test does with one editor: reads what it says, and looks at its picture. */
export class ShownEditor {
  /** `window` where it is not that of the tests. */
  constructor(
    readonly frame: Frame,
    private readonly window?: Page,
  ) {}

  /** Opens a file by its default editor and waits until the inspector says the file's name and the picture is at rest. */
  static async open(uri: vscode.Uri, options?: vscode.TextDocumentShowOptions): Promise<ShownEditor> {
    await vscode.commands.executeCommand('vscode.open', uri, options);
    return ShownEditor.find(path.basename(uri.path));
  }

  static async find(name: string, except: readonly Frame[] = []): Promise<ShownEditor> {
    const editor = new ShownEditor(await webviewFrame({ text: name, except }));
    await editor.frame.locator('[data-section="attributes"]').waitFor({ state: 'attached' });
    await editor.atRest();
    return editor;
  }

  get scene(): Locator {
    return this.frame.locator('canvas').first();
  }

  /** A section of the inspector by its title. */
  section(title: string): Locator {
    return this.frame.getByRole('region', { name: title });
  }

  async text(): Promise<string> {
    return this.frame.evaluate(() => document.body.innerText);
  }

  async says(what: string | RegExp): Promise<string> {
    return until(`an editor that says ${String(what)}`, async () => {
      const text = await this.text();
      return (typeof what === 'string' ? text.includes(what) : what.test(text)) && text;
    });
  }

  /** Waits until everything there is was drawn and nothing moves. */
  async atRest(): Promise<void> {
    await this.frame.evaluate(async () => {
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      // What was just asked for begins with the next frame, at the latest.
      await frame();
      do await frame();
      while (document.querySelector('canvas')?.dataset.atRest !== 'true');
    });
  }

  /** The scene's pixels, once it is at rest. */
  async picture(): Promise<Pixels> {
    await this.atRest();
    return decode(await this.scene.screenshot());
  }

  /** Drags over the scene with the left button, from its middle. */
  async drag(x: number, y: number): Promise<void> {
    const page = this.window ?? (await connectWorkbench());
    const box = await this.scene.boundingBox();
    if (!box) throw new Error('The scene has no place.');
    const [startX, startY] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(startX, startY);
    await page.mouse.down();
    await page.mouse.move(startX + x / 2, startY + y / 2);
    await page.mouse.move(startX + x, startY + y);
    await page.mouse.up();
  }

  /** The value beside a name in a section's table or list. */
  async value(section: string, name: string): Promise<string> {
    const text = await this.section(section).innerText();
    const line = text.split('\n').findIndex((candidate) => candidate.trim().split('\t')[0] === name);
    if (line < 0) throw new Error(`${section} has no ${name}: ${text}`);
    const lines = text.split('\n');
    const [, same] = lines[line].split('\t');
    return (same ?? lines[line + 1]).trim();
  }
}
