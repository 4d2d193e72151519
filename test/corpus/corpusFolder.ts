import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Where files from other programs lie: the environment variable INSPECT3D_CORPUS, or ../shared/corpus beside the
 * repository; null when there is none. The files have licences of their own, so they are no part of this repository.
 */
export function findCorpus(): string | null {
  const folder = process.env['INSPECT3D_CORPUS'] ?? path.join(__dirname, '..', '..', '..', 'shared', 'corpus');
  return existsSync(path.join(folder, 'INDEX.tsv')) ? folder : null;
}

export interface CorpusFile {
  readonly file: string;
  readonly format: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** True for an object that is no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The rows of INDEX.tsv of one format, each file once. */
export function readIndex(folder: string, format: string): CorpusFile[] {
  const rows = new Map<string, CorpusFile>();
  for (const line of readFileSync(path.join(folder, 'INDEX.tsv'), 'utf8').split('\n').slice(1)) {
    const cells = line.split('\t');
    if (cells[1] !== format) continue;
    const facts: unknown = JSON.parse(cells[5]);
    rows.set(cells[0], { file: cells[0], format, facts: isRecord(facts) ? facts : {} });
  }
  return [...rows.values()];
}

export interface MalformedFile extends CorpusFile {
  readonly expect: 'ok' | 'warn' | 'reject' | 'nocrash';
  readonly what: string;
}

/** The rows of malformed/index.json of one format; `file` is relative to the corpus. */
export function readMalformed(folder: string, format: string): MalformedFile[] {
  const rows: unknown = JSON.parse(readFileSync(path.join(folder, 'malformed', 'index.json'), 'utf8'));
  if (!Array.isArray(rows)) throw new Error('malformed/index.json is not a list.');
  return rows.filter(isRecord).flatMap((row): MalformedFile[] => {
    const { file, expect, what, facts } = row;
    const isKnown = expect === 'ok' || expect === 'warn' || expect === 'reject' || expect === 'nocrash';
    if (row['format'] !== format || typeof file !== 'string' || !isKnown) return [];
    return [{ file: path.join('malformed', file), format, expect, what: String(what), facts: isRecord(facts) ? facts : {} }];
  });
}
