import { SetBuilder } from '../detections/setBuilder';
import { byStem, eachText, folderOf, stemOf, type FolderFormat, type FolderSource } from '../folder';
import { addKittiLabels, readKittiCalibration } from '../labels/kittiLabels';
import { dialectOf, labelLines } from '../labels/labelLines';
import { MemoryBudget } from '../memoryBudget';
import { largestAnnotation } from '../readText';
import { foldersOf, type FolderRoles } from './folderRoles';

const labelFolder = /(^|\/)label_0?2$/;

const isText = (path: string): boolean => path.toLowerCase().endsWith('.txt');

/** label_2; or `data`, where results lie; or the folder itself. With what lies beside it, and results beside truth. */
function guess({ files }: FolderSource): FolderRoles {
  const texts = [...foldersOf(files, isText).keys()];
  const labelled = texts.find((folder) => labelFolder.test(folder));
  const labels = labelled ?? texts.find((folder) => /(^|\/)data$/.test(folder)) ?? '';
  const place = folderOf(labels);
  const beside = (name: string): string | null => {
    const folder = place === '' ? name : `${place}/${name}`;
    return files.some((path) => folderOf(path) === folder) ? folder : null;
  };
  const results = texts.find((folder) => folder !== labels && /(^|\/)(data|det[^/]*|pred[^/]*|results?[^/]*)$/i.test(folder));
  return { labels, detections: results ?? null, pictures: beside('image_2'), clouds: beside('velodyne'), calibrations: beside('calib') };
}

const filesRightIn = ({ files }: FolderSource, folder: string | null | undefined): string[] => (typeof folder === 'string' ? files.filter((path) => folderOf(path) === folder) : []);
const labelsOf = (folder: FolderSource, { labels }: FolderRoles): string[] => filesRightIn(folder, labels).filter(isText);

/** KITTI's object folders: label_2 or results, with calib, velodyne and image_2 where they are there. */
export const kittiFolder: FolderFormat = {
  id: 'kitti',
  title: 'KITTI Folder',
  recognise: ({ files }) => files.some((path) => labelFolder.test(folderOf(path)) && path.endsWith('.txt')),
  recogniseText: (text) => dialectOf(labelLines(text).slice(0, 1)) === 'kitti',
  roles: ['labels', 'detections', 'pictures', 'clouds', 'calibrations'],
  guess,
  parts: (folder, roles) => {
    const stems = new Set(labelsOf(folder, roles).map(stemOf));
    const calibrations = filesRightIn(folder, roles.calibrations).filter((path) => stems.has(stemOf(path)));
    return [...labelsOf(folder, roles), ...calibrations].map((path) => ({ path, bytes: largestAnnotation + 1 }));
  },
  async read(folder, context, given = {}) {
    const roles = { ...guess(folder), ...given };
    const labels = labelsOf(folder, roles);
    const builder = new SetBuilder(folder.name, new MemoryBudget(folder.name, context.options.limit));
    const [pictures, clouds, calibrations] = [roles.pictures, roles.clouds, roles.calibrations].map((part) => byStem(filesRightIn(folder, part)));
    let uncalibrated = 0;
    await eachText(folder, labels, context, async (text, path, shown) => {
      const stem = stemOf(path);
      const calibrationPath = calibrations.get(stem);
      if (calibrationPath === undefined) uncalibrated++;
      let calibration;
      if (calibrationPath !== undefined) {
        await eachText(folder, [calibrationPath], { ...context, progress: () => undefined }, (words, _path, name) => {
          calibration = readKittiCalibration(words, name);
        });
      }
      const image = builder.declareImage(stem, { picture: pictures.get(stem) ?? null, cloud: clouds.get(stem) ?? null, ...(calibration ? { calibration } : {}) }, () => shown);
      addKittiLabels(builder, text, image, shown);
    });
    if (uncalibrated > 0 && uncalibrated < labels.length) context.warn(`${folder.name}: ${uncalibrated} of ${labels.length} frames have no calibration.`);
    return builder.finish({ layout: 'dataset', up: '-y' }, (message) => context.warn(message));
  },
};
