import { promises as fileSystem, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { CDPSession, Frame } from 'playwright-core';
import * as vscode from 'vscode';
import { closeAllEditors, connectWorkbench, setViewport, until, webviewFrame } from '../../vscode/support/workbench';
import type { BareMove, OpenedOnce, OpenPlan, OpenResults } from './openResults';
import { watchPage } from './watchPage';

/**
 * Opens files in the VS Code that this runs in and measures what happens: run by test/benchmark/open.ts, which names
 * the files in `INSPECT3D_OPEN_PLAN` and reads the results from the file it names there.
 */
const plan = JSON.parse(process.env.INSPECT3D_OPEN_PLAN ?? '{}') as OpenPlan;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface BrowserProcess {
  readonly id: number;
  readonly type: string;
  readonly cpuTime: number;
}

/** The browser's processes with the seconds of processor time that each has used. */
async function browserProcesses(session: CDPSession): Promise<BrowserProcess[]> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo;
}

/** Seconds of processor time by thread name; empty where the system does not tell. */
function threadSeconds(processId: number): Map<string, number> {
  const seconds = new Map<string, number>();
  try {
    for (const task of readdirSync(`/proc/${processId}/task`)) {
      const text = readFileSync(`/proc/${processId}/task/${task}/stat`, 'latin1');
      const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      // User and system time in ticks of 10 ms.
      seconds.set(name, (seconds.get(name) ?? 0) + (Number(fields[11]) + Number(fields[12])) / 100);
    }
  } catch {
    // The process or one of its threads has ended meanwhile, or this is not Linux.
  }
  return seconds;
}

/** A line "NAME: 123 kB" of a process's status, in bytes; null where there is none. */
function statusBytes(processId: number, name: string): number | null {
  try {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${processId}/status`, 'latin1'));
    return found ? 1024 * Number(found[1]) : null;
  } catch {
    return null;
  }
}

/** Lets the system count a process's peak of memory anew. */
async function forgetPeak(processId: number): Promise<void> {
  await fileSystem.writeFile(`/proc/${processId}/clear_refs`, '5').catch(() => undefined);
}

/** Processes of the extension host that own a file's model. */
function fileProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((id) => {
        if (!(id > 0)) return false;
        try {
          const command = readFileSync(`/proc/${id}/cmdline`, 'latin1');
          const parent = /^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'latin1'))?.[1];
          return command.includes('processWorker.js') && Number(parent) === process.pid;
        } catch {
          return false;
        }
      });
  } catch {
    return [];
  }
}

/** What one process, or its threads, used between two looks at it. */
function used(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): Record<string, number> {
  const seconds: Record<string, number> = {};
  for (const [name, value] of after) {
    const more = value - (before.get(name) ?? 0);
    if (more >= 0.05) seconds[name] = more;
  }
  return seconds;
}

async function accounts(session: CDPSession): Promise<Map<string, number>> {
  const seconds = new Map<string, number>();
  for (const { id, type } of await browserProcesses(session)) {
    for (const [name, value] of threadSeconds(id)) seconds.set(`${type} ${id} ${name}`, value);
  }
  for (const [name, value] of threadSeconds(process.pid)) seconds.set(`extension host ${name}`, value);
  for (const [name, value] of threadSeconds(process.ppid)) seconds.set(`server ${name}`, value);
  for (const id of fileProcesses()) for (const [name, value] of threadSeconds(id)) seconds.set(`file process ${name}`, value);
  return seconds;
}

async function openOnce(session: CDPSession, file: string): Promise<{ opened: OpenedOnce; frame: Frame }> {
  const ids = (await browserProcesses(session)).map(({ id }) => id);
  for (const id of ids) await forgetPeak(id);
  const memoryBefore = new Map(ids.map((id) => [id, statusBytes(id, 'VmRSS') ?? 0]));
  const before = await accounts(session);
  const asked = Date.now();
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
  // Looked for seldom: asking a page takes its time.
  const frame = await webviewFrame({ text: path.basename(file), milliseconds: 60_000 });
  await until(
    `${path.basename(file)} to be drawn`,
    async () => {
      await pause(250);
      return frame.evaluate(() => performance.getEntriesByName('inspect3d drawn').length > 0);
    },
    300_000,
  ).catch(async (error: unknown) => {
    throw new Error(await frame.evaluate(() => document.body.innerText), { cause: error });
  });
  const after = await accounts(session);
  let peak: number | null = null;
  for (const { id, type } of await browserProcesses(session)) {
    const highest = statusBytes(id, 'VmHWM');
    if (type !== 'renderer' || highest === null) continue;
    peak = Math.max(peak ?? 0, highest - (memoryBefore.get(id) ?? 0));
  }
  const ofProcess = fileProcesses().map((id) => statusBytes(id, 'VmHWM') ?? 0);
  const page = await frame.evaluate(() => {
    const marks = performance.getEntriesByType('mark').filter(({ name }) => name.startsWith('inspect3d '));
    return {
      origin: performance.timeOrigin,
      marks: marks.map(({ name, startTime }): [string, number] => [name.slice('inspect3d '.length), startTime]),
      requests: performance.getEntriesByType('resource').map((entry) => {
        const { name, startTime, duration } = entry;
        return { name, start: startTime, end: startTime + duration };
      }),
      watched: window.inspect3dWatched,
    };
  });
  const ofFile = page.requests.filter(({ name }) => decodeURIComponent(name).endsWith(path.basename(file)));
  const wait = page.origin - asked;
  const opened: OpenedOnce = {
    // All times count from the command that opened the file.
    marks: { page: wait, ...Object.fromEntries(page.marks.map(([name, time]): [string, number] => [name, wait + time])) },
    move: ofFile.length === 0 ? null : Math.max(...ofFile.map(({ end }) => end)) - Math.min(...ofFile.map(({ start }) => start)),
    movedFrom: ofFile.length === 0 ? null : wait + Math.min(...ofFile.map(({ start }) => start)),
    movedTo: ofFile.length === 0 ? null : wait + Math.max(...ofFile.map(({ end }) => end)),
    requests: ofFile.length,
    address: ofFile[0]?.name ?? null,
    tasks: page.watched?.tasks ?? [],
    calls: page.watched?.calls ?? {},
    points: page.watched?.points ?? 0,
    renderer: peak,
    fileProcess: ofProcess.length === 0 ? null : Math.max(...ofProcess),
    processor: used(before, after),
  };
  return { opened, frame };
}

/** Milliseconds to move a file's bytes into a page by ranges, `atOnce` of them under way, and let them go. */
function moveBare(frame: Frame, address: string, bytes: number, slice: number, atOnce: number): Promise<number> {
  return frame.evaluate(
    async (task) => {
      const start = performance.now();
      let next = 0;
      const lane = async (): Promise<void> => {
        while (next < task.bytes) {
          const from = next;
          next += task.slice;
          const response = await fetch(task.address, { headers: { Range: `bytes=${from}-${Math.min(next, task.bytes) - 1}` }, cache: 'no-store' });
          await response.arrayBuffer();
        }
      };
      await Promise.all(Array.from({ length: task.atOnce }, lane));
      return performance.now() - start;
    },
    { address, bytes, slice, atOnce },
  );
}

describe('opening files', function () {
  this.timeout(1_800_000);

  it('is measured', async () => {
    const page = await connectWorkbench();
    const browser = page.context().browser();
    if (!browser) throw new Error('The workbench has no browser.');
    await setViewport(1280, 800);
    await page.addInitScript(watchPage);
    const session = await browser.newBrowserCDPSession();
    const results: OpenResults = { opened: {}, bare: {} };
    for (let run = -1; run < plan.runs; run++) {
      for (const file of plan.files) {
        const name = path.basename(file);
        if (run < 0 && file !== plan.files[0]) continue;
        const { opened, frame } = await openOnce(session, file);
        // The first opening of all starts the extension and fills caches.
        if (run >= 0) (results.opened[name] ??= []).push(opened);
        if (run >= 0 && opened.address !== null) {
          const { size } = await fileSystem.stat(file);
          for (const { slice, atOnce } of plan.bare) {
            const bare: BareMove = { slice, atOnce, milliseconds: await moveBare(frame, opened.address, size, slice, atOnce) };
            (results.bare[name] ??= []).push(bare);
          }
        }
        await closeAllEditors();
        await pause(1000);
      }
    }
    await fileSystem.writeFile(plan.results, JSON.stringify(results));
  });
});
