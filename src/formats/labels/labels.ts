import type { DetectionSet } from '../../model/detectionSet';
import type { ByteSource } from '../byteSource';
import { SetBuilder } from '../detections/setBuilder';
import { stemOf } from '../folder';
import type { Format, ReadContext } from '../format';
import { MemoryBudget } from '../memoryBudget';
import { decodeText, readWholeText } from '../readText';
import { addKittiLabels } from './kittiLabels';
import { dialectOf, labelLines, type LabelDialect } from './labelLines';
import { addPadillaLabels } from './padillaLabels';
import { addYoloLabels, readNames } from './yoloLabels';

function dialectOfHead(head: Uint8Array): LabelDialect | null {
  if (head.subarray(0, 512).includes(0)) return null;
  // The last line of the head may be cut.
  const text = decodeText(head.subarray(0, 4096));
  return dialectOf(labelLines(text).slice(0, 1));
}

function isText(name: string): boolean {
  return name.toLowerCase().endsWith('.txt');
}

async function readLabels(source: ByteSource, context: ReadContext, dialect: LabelDialect): Promise<DetectionSet> {
  const text = await readWholeText(source, context.signal);
  const builder = new SetBuilder(source.name, new MemoryBudget(source.name, context.options.limit));
  const image = builder.declareImage(stemOf(source.name.replaceAll('\\', '/')), {}, () => source.name);
  if (dialect === 'kitti') {
    addKittiLabels(builder, text, image, source.name);
  } else if (dialect === 'padilla') {
    addPadillaLabels(builder, text, image, source.name, context.options.columns?.includes('right') ?? false);
  } else {
    const names = await namesBeside(source, context);
    names.forEach((name, id) => builder.declareCategory(id, name, null, () => source.name));
    addYoloLabels(builder, text, image, source.name, null);
  }
  const comments = dialect === 'yolo' ? ['places are shares of the picture, whose size this file does not tell'] : [];
  return builder.finish({ layout: 'dataset', comments, ...(dialect === 'kitti' ? { up: '-y' } : {}) }, (message) => context.warn(message));
}

/** Names of YOLO's classes from a file beside the labels, where there is one. */
async function namesBeside(source: ByteSource, context: ReadContext): Promise<string[]> {
  try {
    const beside = await source.sibling?.('classes.txt');
    return beside ? readNames(await readWholeText(beside, context.signal)) : [];
  } catch {
    // Without names, classes go by their numbers.
    return [];
  }
}

const shared = { kinds: ['detections'], priority: 'option', decodeInPlace: () => true } as const;

/** KITTI's labels and results of one frame. An empty file is a frame with nothing in it. */
export const kittiFormat: Format = {
  ...shared,
  id: 'kitti',
  title: 'KITTI Labels',
  extensions: ['.txt'],
  recognise: (head, name) => isText(name) && (head.length === 0 || dialectOfHead(head) === 'kitti'),
  read: (source, context) => readLabels(source, context, 'kitti'),
};

export const yoloFormat: Format = {
  ...shared,
  id: 'yolo',
  title: 'YOLO Labels',
  extensions: [],
  recognise: (head, name) => isText(name) && dialectOfHead(head) === 'yolo',
  read: (source, context) => readLabels(source, context, 'yolo'),
};

export const padillaFormat: Format = {
  ...shared,
  id: 'padilla',
  title: 'Padilla Labels',
  extensions: [],
  heeds: ['columns'],
  recognise: (head, name) => isText(name) && dialectOfHead(head) === 'padilla',
  read: (source, context) => readLabels(source, context, 'padilla'),
};
