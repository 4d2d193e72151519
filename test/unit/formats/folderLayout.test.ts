import assert from 'node:assert/strict';
import { MemorySource } from '../../../src/formats/byteSource';
import { chooseFormat } from '../../../src/formats/chooseFormat';
import type { FolderSource } from '../../../src/formats/folder';
import { chooseFolderFormat, folderFormats } from '../../../src/formats/folders/chooseFolderFormat';
import { guessLayout, guessRoles, layouts, type FolderLayout } from '../../../src/formats/folders/folderLayout';
import type { FolderRoles } from '../../../src/formats/folders/folderRoles';
import { packedFolderFormat, packFailure, packFolder } from '../../../src/formats/folders/packedFolder';
import { FormatError } from '../../../src/model/errors';
import type { DetectionSet } from '../../../src/model/detectionSet';

type Files = Readonly<Record<string, string>>;

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function folder(files: Files): FolderSource {
  const contents = new Map(Object.entries(files));
  return { name: 'set', files: [...contents.keys()].sort(), read: (path, length) => Promise.resolve(encode(contents.get(path) ?? '').slice(0, length)) };
}

const guess = (files: Files): Promise<FolderLayout> => guessLayout(folder(files));

const kitti = 'Car 0.5 1 1.85 387.63 181.54 423.81 203.12 1.67 1.87 3.69 -16.53 2.39 58.49 1.57';
const kittiFound = `${kitti} 0.9`;
const calibration = ['P2: 700 0 600 0 0 700 170 0 0 0 1 0', 'R0_rect: 1 0 0 0 1 0 0 0 1', 'Tr_velo_to_cam: 0 -1 0 0 0 0 -1 0 1 0 0 0'].join('\n');
const voc = '<annotation><filename>a.jpg</filename><size><width>100</width><height>80</height></size><object><name>cat</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>30</xmax><ymax>40</ymax></bndbox></object></annotation>';
const labelMe = '{"version": "5.0", "shapes": [{"label": "cat", "points": [[1, 2], [30, 40]], "shape_type": "rectangle"}], "imagePath": "a.jpg", "imageWidth": 100, "imageHeight": 80}';
const cocoTruth = '{"images": [{"id": 1, "file_name": "a.jpg"}], "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}], "categories": [{"id": 1, "name": "cat"}]}';
const cocoFound = '[{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5}]';

const kittiFiles: Files = { 'training/label_2/000001.txt': kitti, 'training/calib/000001.txt': calibration, 'training/calib/000002.txt': calibration, 'training/velodyne/000001.bin': '', 'training/image_2/000001.png': '', 'results/data/000001.txt': kittiFound };
const yoloFiles: Files = { 'data.yaml': 'names: [cat, dog]', 'labels/val/a.txt': '1 0.5 0.5 0.5 0.5', 'labels/train/a.txt': '0 0.5 0.5 0.5 0.5', 'images/val/a.jpg': '', 'images/train/a.jpg': '', 'runs/detect/labels.txt': '' };
const padillaFiles: Files = { 'groundtruths/1.txt': 'cat 1 2 3 4', 'detections/1.txt': 'cat 0.9 1 2 3 4', 'detections/2.txt': 'dog 0.5 1 2 3 4', 'images/1.jpg': '' };
const vocFiles: Files = { 'VOC2007/Annotations/a.xml': voc, 'VOC2007/Annotations/b.xml': voc, 'VOC2007/JPEGImages/a.jpg': '', 'VOC2007/ImageSets/Main/val.txt': 'b\n', 'VOC2007/SegmentationClass/a.png': '' };

async function direct(files: Files, { layout, roles }: FolderLayout): Promise<DetectionSet> {
  const source = folder(files);
  return (await chooseFolderFormat(source, layout)).read(source, { options: {}, warn: () => undefined }, roles);
}

/** What is read where a folder is sent: of other files than its parts nothing is known there. */
async function sent(files: Files, { layout, roles }: FolderLayout): Promise<{ set: DetectionSet; warnings: string[] }> {
  const source = folder(files);
  const format = folderFormats.find(({ id }) => id === layout);
  assert.ok(format);
  const contents = new Map<string, Uint8Array>();
  for (const { path, bytes } of format.parts(source, { ...format.guess(source), ...roles })) contents.set(path, await source.read(path, bytes));
  const packed = packFolder({ name: 'set', layout, roles, files: source.files, warnings: ['a link was not followed'] }, contents);
  assert.equal(chooseFormat('any name', packed.slice(0, 4096)), packedFolderFormat);
  const warnings: string[] = [];
  const model = await packedFolderFormat.read(new MemorySource('any name', packed), { options: {}, warn: (message) => warnings.push(message) });
  assert.ok(model.kind === 'detections');
  return { set: model, warnings };
}

describe('layouts of folders', () => {
  it('tells what each part is from the names of files', async () => {
    assert.deepEqual(await guess(kittiFiles), {
      layout: 'kitti',
      roles: { labels: 'training/label_2', detections: 'results/data', pictures: 'training/image_2', clouds: 'training/velodyne', calibrations: 'training/calib' },
    });
    assert.deepEqual(await guess(yoloFiles), { layout: 'yolo', roles: { labels: 'labels', detections: 'runs/detect', pictures: 'images', names: 'data.yaml' } });
    assert.deepEqual(await guess(padillaFiles), { layout: 'padilla', roles: { labels: 'groundtruths', detections: 'detections', pictures: 'images' } });
    assert.deepEqual(await guess({ '1.txt': 'cat 1 2 3 4' }), { layout: 'padilla', roles: { labels: '', detections: null, pictures: null } });
    assert.deepEqual(await guess(vocFiles), { layout: 'voc', roles: { labels: 'VOC2007/Annotations', pictures: 'VOC2007', list: null } });
    assert.deepEqual(await guess({ 'in/a.json': labelMe, 'in/a.jpg': '' }), { layout: 'labelme', roles: { labels: 'in' } });
  });

  it('finds files of many images, their detections and their pictures', async () => {
    assert.deepEqual(await guess({ 'annotations/instances_val2017.json': cocoTruth, 'val2017/a.jpg': '', 'train2017/b.jpg': '', 'bbox_results.json': cocoFound, 'package.json': '{"name": "x"}' }), {
      layout: 'file',
      roles: { labels: 'annotations/instances_val2017.json', detections: 'bbox_results.json', pictures: '' },
    });
    assert.deepEqual(await guess({ 'annotations/instances_val2017.json': cocoTruth, 'annotations/captions_val2017.json': cocoTruth, 'val2017/a.jpg': '', 'train2017/b.jpg': '' }), {
      layout: 'file',
      roles: { labels: 'annotations/instances_val2017.json', detections: null, pictures: 'val2017' },
    });
    const table = 'ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax\na,x,/m/01,1,0.1,0.2,0.3,0.4\n';
    assert.deepEqual((await guess({ 'validation-annotations-bbox.csv': table, 'numbers.csv': 'a,b\n1,2\n', 'images/a.jpg': '' })).roles, { labels: 'validation-annotations-bbox.csv', detections: null, pictures: 'images' });
  });

  it('says what a folder is not, and takes a layout that is named', async () => {
    await assert.rejects(guess({ 'readme.md': 'x', 'data.json': '{"a": 1}' }), FormatError);
    await assert.rejects(guess({}), /no files/);
    for (const { id, roles } of layouts) {
      const found = await guessRoles(id, folder({ ...kittiFiles, ...vocFiles, 'truth.json': cocoTruth }));
      assert.deepEqual(Object.keys(found).sort(), [...roles].sort(), id);
    }
  });

  it('reads what the parts are said to be', async () => {
    const names = (set: DetectionSet): string[] => [...set.category.subarray(0, set.count)].map((row) => set.categories[row].name);
    const read = async (files: Files, roles: FolderRoles, layout: string): Promise<DetectionSet> => direct(files, { layout, roles });
    assert.deepEqual(names(await read(padillaFiles, {}, 'padilla')), ['cat']);
    const found = await read(padillaFiles, { labels: 'detections' }, 'padilla');
    assert.deepEqual([names(found), found.images.map(({ picture }) => picture)], [['cat', 'dog'], ['images/1.jpg', null]]);
    assert.equal((await read(padillaFiles, { labels: 'detections', pictures: null }, 'padilla')).images[0].picture, null);
    assert.equal((await read(kittiFiles, { labels: 'results/data' }, 'kitti')).scores?.[0], 0.9);
    assert.equal((await read(kittiFiles, { calibrations: null }, 'kitti')).images[0].calibration ?? null, null);
    assert.deepEqual((await read(vocFiles, { list: 'VOC2007/ImageSets/Main/val.txt' }, 'voc')).images.length, 1);
    // Of equal names in two sets, each has the picture of its own.
    const val = await read(yoloFiles, { labels: 'labels/val' }, 'yolo');
    assert.deepEqual([names(val), val.images.map(({ picture }) => picture)], [['dog'], ['images/val/a.jpg']]);
    assert.deepEqual(names(await read(yoloFiles, { labels: 'labels/val', names: null }, 'yolo')), ['1']);
  });

  it('reads a folder that was sent as it reads the folder itself', async () => {
    for (const [files, layout] of [[kittiFiles, 'kitti'], [yoloFiles, 'yolo'], [padillaFiles, 'padilla'], [vocFiles, 'voc'], [{ 'a.json': labelMe }, 'labelme']] as const) {
      const format = folderFormats.find(({ id }) => id === layout);
      const roles = format?.guess(folder(files)) ?? {};
      const { set, warnings } = await sent(files, { layout, roles });
      const expected = await direct(files, { layout, roles });
      assert.ok(expected.count > 0, layout);
      assert.deepEqual({ ...set, comments: set.comments.slice(1) }, expected, layout);
      assert.match(set.comments[0], /labels in /);
      assert.equal(warnings[0], 'a link was not followed');
    }
  });

  it('refuses what is no folder that was sent, and says why one could not be', async () => {
    const read = (bytes: Uint8Array<ArrayBuffer>): Promise<unknown> => packedFolderFormat.read(new MemorySource('x', bytes), { options: {}, warn: () => undefined });
    const whole = packFolder({ name: 'set', layout: 'padilla', roles: {}, files: ['1.txt'], warnings: [] }, new Map([['1.txt', encode('cat 1 2 3 4')]]));
    for (let length = 0; length < whole.length; length++) await assert.rejects(read(whole.slice(0, length)), FormatError, `${length} bytes`);
    const text = new TextDecoder().decode(whole);
    for (const [from, to] of [['"1.txt"]', '"1.txt",7]'], ['[[0,', '[[9,'], ['[[0,11]', '[[0,99]'], ['"padilla"', '"nothing"'], ['"roles":{}', '"roles":7 ']]) {
      const changed = text.replace(from, to);
      assert.notEqual(changed, text);
      const bytes = encode(changed);
      // The header's length follows the text's.
      new DataView(bytes.buffer).setUint32(20, new DataView(whole.buffer).getUint32(20, true) + bytes.length - whole.length, true);
      await assert.rejects(read(bytes), FormatError, to);
    }
    await assert.rejects(read(packFailure({ file: 'set', expected: 'boxes', found: 'none', advice: 'Look elsewhere.' })), /set: expected boxes, found none. Look elsewhere./);
  });
});
