import assert from 'node:assert/strict';
import { MemorySource } from '../../../src/formats/byteSource';
import { chooseFormat } from '../../../src/formats/chooseFormat';
import { chooseFolderFormat } from '../../../src/formats/folders/chooseFolderFormat';
import type { FolderSource } from '../../../src/formats/folder';
import type { ReaderOptions } from '../../../src/formats/format';
import { boxFlag, boxShape, maskKind, type DetectionSet } from '../../../src/model/detectionSet';
import { FormatError } from '../../../src/model/errors';
import type { Model } from '../../../src/model/model';

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

async function readModel(name: string, content: string | Uint8Array<ArrayBuffer>, options: ReaderOptions = {}, id?: string): Promise<{ model: Model; warnings: string[]; format: string }> {
  const bytes = typeof content === 'string' ? encode(content) : content;
  const warnings: string[] = [];
  const format = chooseFormat(name, bytes.subarray(0, 4096), id);
  const model = await format.read(new MemorySource(name, bytes), { options, warn: (message) => warnings.push(message) });
  return { model, warnings, format: format.id };
}

async function read(name: string, content: string, options: ReaderOptions = {}, id?: string): Promise<{ set: DetectionSet; warnings: string[]; format: string }> {
  const { model, ...rest } = await readModel(name, content, options, id);
  assert.ok(model.kind === 'detections');
  return { set: model, ...rest };
}

async function refusal(name: string, content: string, id?: string): Promise<string> {
  try {
    await read(name, content, {}, id);
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: `${name} was read` });
}

function folder(files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>): FolderSource {
  const contents = new Map(Object.entries(files));
  return {
    name: 'set',
    files: [...contents.keys()].sort(),
    read: (path, length) => {
      const content = contents.get(path) ?? '';
      return Promise.resolve((typeof content === 'string' ? encode(content) : content).slice(0, length));
    },
  };
}

async function readFolder(files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>, options: ReaderOptions = {}, id?: string): Promise<{ set: DetectionSet; warnings: string[]; format: string }> {
  const source = folder(files);
  const warnings: string[] = [];
  const format = await chooseFolderFormat(source, id);
  return { set: await format.read(source, { options, warn: (message) => warnings.push(message) }), warnings, format: format.id };
}

const rows = (set: DetectionSet): number[][] => Array.from({ length: set.count }, (_, row) => [...set.rectangles.subarray(4 * row, 4 * row + 4)].map((value) => Math.round(1e9 * value) / 1e9));
const kittiLine = 'Car 0.5 1 1.85 387.63 181.54 423.81 203.12 1.67 1.87 3.69 -16.53 2.39 58.49 1.57';

/** A PNG's first bytes. */
function pngHead(width: number, height: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(33);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x89504e47);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

describe('Pascal VOC', () => {
  const annotation = '<?xml version="1.0"?><annotation><filename>a &amp; b.jpg</filename><size><width>100</width><height>80</height></size><object><name>cat</name><difficult>1</difficult><truncated>1</truncated><bndbox><xmin>10.5</xmin><ymin>20</ymin><xmax>30</xmax><ymax>50</ymax></bndbox></object><object><name>__proto__</name><bndbox><xmax>3</xmax><ymax>4</ymax><xmin>1</xmin><ymin>2</ymin></bndbox></object></annotation>';

  it('reads objects in any order of elements', async () => {
    const { set, warnings, format } = await read('a.xml', annotation);
    assert.equal(format, 'voc');
    assert.deepEqual(warnings, []);
    assert.deepEqual(rows(set), [[10.5, 20, 19.5, 30], [1, 2, 2, 2]]);
    assert.deepEqual(set.categories.map(({ name }) => name), ['cat', '__proto__']);
    assert.deepEqual([...set.flags], [boxFlag.difficult | boxFlag.truncated, 0]);
    assert.deepEqual([set.images[0].id, set.images[0].picture, set.images[0].width], ['a & b', 'a & b.jpg', 100]);
    assert.equal(set.role, 'truth');
  });

  it('warns of what has no area or no place', async () => {
    const { set, warnings } = await read('a.xml', '<annotation><object><name>cat</name><bndbox><xmin>30</xmin><ymin>30</ymin><xmax>10</xmax><ymax>10</ymax></bndbox></object><object/></annotation>');
    assert.equal(set.count, 2);
    assert.equal(warnings.length, 3);
  });

  it('refuses document types, entities, damaged XML and deep nesting, quickly', async () => {
    const bomb = `<!DOCTYPE x [${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "&a${i + 1};&a${i + 1};">`).join('')}]><annotation>&a0;</annotation>`;
    assert.match(await refusal('a.xml', `<annotation/>`.replace('/>', '>') , 'voc'), /well-formed/);
    assert.match(await refusal('a.xml', bomb, 'voc'), /line 1.*without a document type/);
    assert.match(await refusal('a.xml', '<annotation>\n<!ENTITY x SYSTEM "file:///etc/passwd"></annotation>'), /line 2/);
    assert.match(await refusal('a.xml', `<annotation>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</annotation>`), /within each other/);
    assert.match(await refusal('a.xml', `<annotation>${'<a>'.repeat(1_000_000)}`), /line 1: expected at most 32 elements within each other/);
    assert.match(await refusal('a.xml', `<annotation ${'a="x" '.repeat(500_000)}/>`), /tags of at most/);
    assert.match(await refusal('a.xml', `<annotation>${' '.repeat(9_000_000)}</annotation>`), /at most 4194304 characters/);
    assert.match(await refusal('a.xml', '<annotation><object><bndbox><xmin>x</xmin></bndbox></object></annotation>'), /object\[0\]\.bndbox\.xmin/);
  });

  it('reads folders, by a list of images where one is named', async () => {
    const files = { 'Annotations/a.xml': annotation, 'Annotations/b.xml': '<annotation/>', 'JPEGImages/a.jpg': '', 'ImageSets/Main/val.txt': 'b 1\nc -1\n' };
    const { set, format } = await readFolder(files);
    assert.equal(format, 'voc');
    assert.deepEqual(set.images.map(({ id, picture }) => [id, picture]), [['a', 'JPEGImages/a.jpg'], ['b', null]]);
    const { set: val, warnings } = await readFolder(files, { split: 'val' });
    assert.deepEqual(val.images.map(({ id }) => id), ['b']);
    assert.equal(warnings.length, 1);
    await assert.rejects(readFolder(files, { split: 'test' }), FormatError);
  });
});

describe('labels as text', () => {
  it('reads KITTI, with boxes standing upright in the frame of the camera', async () => {
    const { set, format } = await read('000001.txt', `${kittiLine}\nDontCare -1 -1 -10 1 2 3 4 -1 -1 -1 -1000 -1000 -1000 -10\n`);
    assert.equal(format, 'kitti');
    assert.equal(set.role, 'truth');
    assert.equal(set.up, '-y');
    assert.deepEqual([...set.shapes], [boxShape.rectangle | boxShape.cuboid, boxShape.rectangle]);
    assert.deepEqual([...set.flags], [0, boxFlag.ignore]);
    assert.ok(set.cuboids);
    assert.deepEqual([...set.cuboids.subarray(0, 6)].map((value) => Math.round(1e6 * value) / 1e6), [-16.53, 1.555, 58.49, 3.69, 1.87, 1.67]);
    const { set: results } = await read('000001.txt', `${kittiLine} 0.95`);
    assert.deepEqual([results.role, results.scores?.[0]], ['detections', 0.95]);
    assert.equal((await read('000002.txt', '')).set.count, 0);
    assert.match(await refusal('000003.txt', 'Car 0.00 0 1.85 387.63 181.54'), /line 1: expected 15 or 16 columns, found 6/);
    assert.match(await refusal('000003.txt', kittiLine.replace('181.54', 'x'), 'kitti'), /column 6/);
  });

  it('reads folders of KITTI with calibration, clouds and pictures', async () => {
    const calibration = `P2: ${[700, 0, 600, 45, 0, 700, 170, 0, 0, 0, 1, 0].join(' ')}\nR0_rect: 1 0 0 0 1 0 0 0 1\nTr_velo_to_cam: 0 -1 0 0 0 0 -1 -0.08 1 0 0 -0.27\n`;
    const { set, warnings, format } = await readFolder({ 'training/label_2/000001.txt': kittiLine, 'training/label_2/000002.txt': '', 'training/calib/000001.txt': calibration, 'training/velodyne/000001.bin': '', 'training/image_2/000001.png': '' });
    assert.equal(format, 'kitti');
    assert.equal(warnings.length, 1);
    const [image, empty] = set.images;
    assert.deepEqual([image.id, image.cloud, image.picture, empty.cloud], ['000001', 'training/velodyne/000001.bin', 'training/image_2/000001.png', null]);
    // The scanner looks along its x, the camera along its z.
    assert.deepEqual(image.calibration?.cloudToBoxes, [0, -1, 0, 0, 0, 0, -1, -0.08, 1, 0, 0, -0.27, 0, 0, 0, 1]);
  });

  it('reads YOLO: shares of the picture, confidence, polygons, names', async () => {
    const { set, warnings, format } = await read('a.txt', '0 0.5 0.5 0.2 0.3 0.87\n');
    assert.equal(format, 'yolo');
    assert.deepEqual(rows(set), [[0.4, 0.35, 0.2, 0.3]]);
    assert.equal(set.scores?.[0], 0.87);
    assert.deepEqual([warnings.length, set.comments.length], [0, 1]);
    assert.equal((await read('a.txt', '0 1.5 0.5 0.2 0.3')).warnings.length, 1);
    const { set: inFolder, format: layout } = await readFolder({
      'data.yaml': 'nc: 2\nnames:\n  0: person\n  1: "traffic light"\n', 'labels/val/a.txt': '1 0.5 0.5 0.5 0.5\n0 0 0 0.5 0 0.5 0.5\n', 'images/val/a.png': pngHead(200, 100), 'labels/val/b.txt': '',
    });
    assert.equal(layout, 'yolo');
    assert.deepEqual(rows(inFolder), [[50, 25, 100, 50], [0, 0, 100, 50]]);
    assert.deepEqual(inFolder.categories.map(({ name }) => name), ['person', 'traffic light']);
    assert.deepEqual([...(inFolder.masks?.kinds ?? [])], [maskKind.none, maskKind.polygons]);
    assert.deepEqual([inFolder.images[0].width, inFolder.images[0].height], [200, 100]);
    for (const yaml of ['names: [person, "traffic light"]', "names:\n- person\n- 'traffic light'\n", 'names: {0: person, 1: traffic light}']) {
      const { set: named } = await readFolder({ 'data.yaml': yaml, 'labels/a.txt': '1 0.5 0.5 0.5 0.5' });
      assert.deepEqual(named.categories.map(({ name }) => name), ['person', 'traffic light'], yaml);
    }
    assert.match(await refusal('a.txt', '0 0.5 0.5 0.2 x', 'yolo'), /line 1.*column 5/);
  });

  it("reads Padilla's text, names with blanks and corners too", async () => {
    const { set, format } = await read('a.txt', 'traffic light 0.9 10 20 30 40\n');
    assert.equal(format, 'padilla');
    assert.deepEqual([rows(set), set.scores?.[0], set.categories[0].name], [[[10, 20, 30, 40]], 0.9, 'traffic light']);
    const corners = await read('a.txt', 'cat 10 20 30 50', { columns: ['class', 'left', 'top', 'right', 'bottom'] });
    assert.deepEqual([rows(corners.set), corners.set.role], [[[10, 20, 20, 30]], 'truth']);
    const { set: all, format: layout } = await readFolder({ '2.txt': 'cat 1 2 3 4\ncat 5 6 7 8', '1.txt': '' , '1.jpg': '' });
    assert.deepEqual([layout, all.count, all.images.map(({ id }) => id)], ['padilla', 2, ['1', '2']]);
    assert.match(await refusal('a.txt', 'cat 1 2 3', 'padilla'), /line 1/);
  });

  it('says what a folder of something else is not', async () => {
    await assert.rejects(readFolder({ 'readme.md': 'x' }), /a folder of detections/);
    await assert.rejects(readFolder({}), /no files/);
    await assert.rejects(readFolder({ 'a.txt': 'x' }, {}, 'pascal'), /among voc, kitti/);
  });
});

describe('other detections', () => {
  it("reads LabelMe's rectangles, polygons and circles", async () => {
    const shapes = [{ label: 'cat', points: [[30, 10], [10, 30]], shape_type: 'rectangle' }, { label: 'dog', points: [[1, 1], [5, 1], [5, 5]], shape_type: 'polygon' }, { label: 'c', points: [[50, 50], [60, 50]], shape_type: 'circle' }];
    const text = JSON.stringify({ version: '5.0', flags: {}, shapes, imagePath: 'a.jpg', imageData: 'x'.repeat(10_000), imageHeight: 80, imageWidth: 100 });
    const { set, format } = await read('a.json', text);
    assert.equal(format, 'labelme');
    assert.deepEqual(rows(set), [[10, 10, 20, 20], [1, 1, 4, 4], [40, 40, 20, 20]]);
    assert.deepEqual([...(set.masks?.kinds ?? [])], [0, 1, 1]);
    assert.deepEqual([set.images[0].picture, set.images[0].width], ['a.jpg', 100]);
    const { format: layout, set: both } = await readFolder({ 'b.json': text, 'a.json': text });
    assert.deepEqual([layout, both.count, both.images.length], ['labelme', 6, 2]);
    assert.match(await refusal('a.json', '{"shapes":[{"label":"x","points":[[1]]}]}'), /shapes\[0\]/);
  });

  it('reads results of nuScenes, velocities that are not known too', async () => {
    const box = { sample_token: 't', translation: [1, 2, 3], size: [2, 4, 1.5], rotation: [1, 0, 0, 0], velocity: [0, 0], detection_name: 'car', detection_score: 0.5, attribute_name: 'vehicle.parked' };
    const text = JSON.stringify({ meta: { use_lidar: true }, results: { t: [box, box], u: [] } });
    const { set, format, warnings } = await read('a.json', text);
    assert.equal(format, 'nuscenes');
    assert.deepEqual(warnings, []);
    assert.deepEqual([set.count, set.images.length, set.role], [2, 2, 'detections']);
    assert.deepEqual([...(set.cuboids ?? []).slice(0, 7)], [1, 2, 3, 4, 2, 1.5, 1]);
    assert.deepEqual([...set.unread], [['attribute_name', 2]]);
    const unknown = await read('a.json', text.replace('"velocity":[0,0]', '"velocity":[NaN,NaN]'));
    assert.equal(unknown.warnings.length, 1);
  });

  it("reads Open Images' table", async () => {
    const { set, format, warnings } = await read('a.csv', 'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside\r\n000a,xclick,/m/01,1,0.1,0.3,0.2,0.6,1,0,1,0,0\r\n000a,xclick,/m/02,1,0.5,1.5,0.2,0.6,0,1,0,0,0\r\n');
    assert.equal(format, 'openimages');
    assert.deepEqual(rows(set), [[0.1, 0.2, 0.2, 0.4], [0.5, 0.2, 1, 0.4]]);
    assert.deepEqual([...set.flags], [boxFlag.crowd | boxFlag.occluded, boxFlag.truncated]);
    assert.deepEqual([set.role, warnings.length], ['truth', 1]);
    const { set: found } = await read('a.csv', 'ImageID,LabelName,Score,XMin,XMax,YMin,YMax\na,/m/01,0.5,0,1,0,1');
    assert.deepEqual([found.role, found.scores?.[0]], ['detections', 0.5]);
    assert.match(await refusal('a.csv', 'ImageID,LabelName,XMin,XMax,YMin,YMax\na,b,x,1,2,3'), /line 2.*xmin/);
  });

  it('reads scans of KITTI and nuScenes', async () => {
    const bytes = new Uint8Array(Float32Array.from([1, 2, 3, 0.5, 4, 5, 6, 0.25, 7, 8, 9, 1]).buffer);
    const cloudOf = async (name: string, content: Uint8Array<ArrayBuffer>, options: ReaderOptions = {}): Promise<[number, string[], number]> => {
      const { model, warnings } = await readModel(name, content, options);
      assert.ok(model.kind === 'pointCloud');
      return [model.count, model.attributes.map(({ name: attribute }) => attribute), warnings.length];
    };
    assert.deepEqual(await cloudOf('velodyne/0.bin', bytes), [3, ['intensity'], 0]);
    assert.deepEqual(await cloudOf('LIDAR_TOP/0.pcd.bin', bytes.slice(0, 40)), [2, ['intensity', 'ring'], 0]);
    assert.deepEqual(await cloudOf('a.bin', bytes.slice(0, 20)), [1, ['intensity', 'ring'], 0]);
    assert.deepEqual(await cloudOf('a.bin', bytes, { columns: ['x', 'y', 'z'] }), [4, [], 0]);
    assert.deepEqual(await cloudOf('a.bin', bytes.slice(0, 46)), [2, ['intensity'], 1]);
    assert.deepEqual(await cloudOf('a.bin', new Uint8Array(0)), [0, ['intensity'], 1]);
    await assert.rejects(cloudOf('a.bin', bytes, { columns: ['x', 'y'] }), FormatError);
  });
});
