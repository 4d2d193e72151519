import type { DetectionSet } from '../../model/detectionSet';
import type { ByteSource } from '../byteSource';
import { SetBuilder } from '../detections/setBuilder';
import type { ReadContext } from '../format';
import { describeForeignContent } from '../foreignContent';
import { JsonScanner } from '../json/jsonScanner';
import { MemoryBudget } from '../memoryBudget';
import { FormatError } from '../../model/errors';
import { BoxReader } from './boxReader';
import { CategoryReader, ImageReader } from './declarations';
import { textAt } from './values';

/**
 * Reads COCO's annotations or results, or our own JSON of the same shape, as the bytes come: only what a model keeps is
 * ever held. The lists may stand in any order.
 *
 * @throws FormatError with the path inside the document, CancelledError
 */
export async function readCoco(source: ByteSource, context: ReadContext): Promise<DetectionSet> {
  const budget = new MemoryBudget(source.name, context.options.limit);
  const scanner = new JsonScanner(source, budget, context.signal, (share) => context.progress?.(share, 'reading boxes'));
  await scanner.begin();
  const type = await scanner.step(() => (scanner.isAtEnd() ? null : scanner.type()));
  if (type !== 'object' && type !== 'array') {
    throw new FormatError({ file: source.name, expected: 'detections as a JSON object or list', found: describeForeignContent(scanner.bytes), advice: notDetections });
  }
  return type === 'array' ? readResults(scanner, budget, context) : readDataset(scanner, budget, context);
}

const notDetections = 'This is not a detection file. A data set has "images", "annotations" and "categories"; results are a list of objects with "image_id" and "bbox".';

async function readResults(scanner: JsonScanner, budget: MemoryBudget, context: ReadContext): Promise<DetectionSet> {
  const builder = new SetBuilder(scanner.file, budget);
  const boxes = new BoxReader(scanner, builder, '');
  const count = await eachElement(scanner, (index) => boxes.read(index));
  await readEnd(scanner);
  if (count === 0) context.warn(`${scanner.file}: the list is empty.`);
  return finish(scanner, builder, context, { layout: 'results', unread: boxes.unread() });
}

async function readDataset(scanner: JsonScanner, budget: MemoryBudget, context: ReadContext): Promise<DetectionSet> {
  const builder = new SetBuilder(scanner.file, budget);
  const boxes = new BoxReader(scanner, builder, 'annotations');
  const images = new ImageReader(scanner, builder);
  const categories = new CategoryReader(scanner, builder);
  const found = new Set<string>();
  let up: DetectionSet['up'] = 'z';
  await scanner.step(() => {
    scanner.take('{');
    scanner.mark();
  });
  for (let first = true; ; first = false) {
    scanner.path = () => '';
    const isFirst = first;
    const key = await scanner.step(() => {
      if (!scanner.goesOn('}', isFirst)) {
        scanner.mark();
        return null;
      }
      const name = scanner.string();
      scanner.take(':');
      const isList = scanner.type() === 'array';
      scanner.mark();
      return { name, isList };
    });
    if (!key) break;
    const { name } = key;
    if (name === 'annotations' && key.isList) await eachElement(scanner, (index) => boxes.read(index));
    else if (name === 'images' && key.isList) await eachElement(scanner, (index) => images.read(index));
    else if (name === 'categories' && key.isList) await eachElement(scanner, (index) => categories.read(index));
    else {
      scanner.path = () => name.slice(0, 60);
      await scanner.step(() => {
        if (name === 'up') up = textAt(scanner) === '-y' ? '-y' : 'z';
        else scanner.skip();
        scanner.mark();
      });
      continue;
    }
    found.add(name);
  }
  await readEnd(scanner);
  if (found.size === 0 || (!found.has('annotations') && !found.has('images'))) {
    throw new FormatError({ file: scanner.file, expected: '"images", "annotations" and "categories" in the object', found: 'none of them', advice: notDetections });
  }
  for (const list of ['images', 'annotations', 'categories']) {
    if (!found.has(list)) context.warn(`${scanner.file}: there is no list "${list}".`);
  }
  return finish(scanner, builder, context, { layout: 'dataset', up, unread: boxes.unread() });
}

/** Reads the list at hand; answers how many elements it has. `read` may run again for the element that was cut. */
async function eachElement(scanner: JsonScanner, read: (index: number) => void): Promise<number> {
  let index = -1;
  return scanner.step(() => {
    if (index < 0) {
      scanner.take('[');
      scanner.mark();
      index = 0;
    }
    while (scanner.goesOn(']', index === 0)) {
      read(index);
      index++;
      scanner.mark();
    }
    scanner.mark();
    return index;
  });
}

async function readEnd(scanner: JsonScanner): Promise<void> {
  scanner.path = () => '';
  await scanner.step(() => {
    if (!scanner.isAtEnd()) throw scanner.fault('the end of the file', undefined, 'One JSON document is read; of JSON lines, make one list in brackets with commas between.');
  });
}

function finish(scanner: JsonScanner, builder: SetBuilder, context: ReadContext, description: Parameters<SetBuilder['finish']>[0]): DetectionSet {
  const warn = (message: string): void => context.warn(message);
  if (scanner.notJsonNumbers > 0) warn(`${scanner.file}: ${scanner.notJsonNumbers} times NaN or Infinity, which JSON does not have, where nothing is read.`);
  if (description.layout === 'dataset') {
    const { images, categories } = builder;
    const tell = (what: string, missing: number): void => {
      if (missing > 0) warn(`${scanner.file}: boxes name ${missing} ${what} that the file does not list.`);
    };
    if (images.declared > 0) tell(images.length - images.declared === 1 ? 'image' : 'images', images.length - images.declared);
    if (categories.declared > 0) tell(categories.length - categories.declared === 1 ? 'category' : 'categories', categories.length - categories.declared);
  }
  return builder.finish(description, warn);
}
