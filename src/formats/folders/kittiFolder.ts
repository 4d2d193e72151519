import { SetBuilder } from '../detections/setBuilder';
import { byStem, eachText, folderOf, stemOf, type FolderFormat, type FolderSource } from '../folder';
import { addKittiLabels, readKittiCalibration } from '../labels/kittiLabels';
import { dialectOf, labelLines } from '../labels/labelLines';
import { MemoryBudget } from '../memoryBudget';

const labelFolder = /(^|\/)label_0?2$/;

/** The folder with the labels: label_2; `data`, where results lie; or the folder itself. */
function labelsIn({ files }: FolderSource): { readonly prefix: string; readonly labels: readonly string[] } {
  const texts = files.filter((path) => path.toLowerCase().endsWith('.txt'));
  const folders = new Set(texts.map(folderOf));
  const chosen = [...folders].find((folder) => labelFolder.test(folder)) ?? [...folders].find((folder) => /(^|\/)data$/.test(folder)) ?? '';
  return { prefix: chosen === '' ? '' : folderOf(`${chosen}`) === '' ? '' : `${folderOf(chosen)}/`, labels: texts.filter((path) => folderOf(path) === chosen) };
}

/** KITTI's object folders: label_2 or results, with calib, velodyne and image_2 where they are there. */
export const kittiFolder: FolderFormat = {
  id: 'kitti',
  title: 'KITTI Folder',
  recognise: ({ files }) => files.some((path) => labelFolder.test(folderOf(path)) && path.endsWith('.txt')),
  recogniseText: (text) => dialectOf(labelLines(text).slice(0, 1)) === 'kitti',
  async read(folder, context) {
    const builder = new SetBuilder(folder.name, new MemoryBudget(folder.name, context.options.limit));
    const { prefix, labels } = labelsIn(folder);
    const inside = (name: string): Map<string, string> => byStem(folder.files.filter((path) => folderOf(path) === `${prefix}${name}`));
    const pictures = inside('image_2');
    const clouds = inside('velodyne');
    const calibrations = inside('calib');
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
