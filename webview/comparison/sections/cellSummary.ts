import { cellsTitle, contentTitle, gridLabelsTitle, gridsTitle, valuesTitle } from '../../../src/operations/compareGridTitles';
import { reportTableView, factList } from '../reportTableView';
import { type CellDifference, tableOf } from '../difference';
import { computedBy, heading, remarks } from './summaryParts';

/** The comparison of two grids in words and figures. */
export function cellSummary({ report }: CellDifference): HTMLElement[] {
  const { numbers } = report;
  const table = (title: string, caption: string): HTMLElement[] => {
    const found = tableOf(report, title);
    return found && found.rows.length > 0 ? [heading(caption), reportTableView(found, caption)] : [];
  };
  return [
    ...remarks(report),
    factList([
      { name: 'IoU', value: numbers['iou'], title: 'Cells that both occupy divided by cells that either occupies' },
      { name: 'Mean IoU of labels', value: numbers['meanIoU'], title: 'Over the labels that occur in either' },
      { name: 'In both', value: numbers['intersection'], title: 'Cells that both occupy' },
      { name: 'In either', value: numbers['union'], title: 'Cells that either occupies' },
      { name: 'Added', value: numbers['added'], title: 'Cells that the compared alone occupies' },
      { name: 'Removed', value: numbers['removed'], title: 'Cells that the reference alone occupies' },
      { name: 'Relabelled', value: numbers['relabelled'], title: 'Cells that both occupy with other labels' },
      { name: 'Mean difference', value: numbers['differenceMean'], title: 'Mean |compared - reference| of the samples' },
      { name: 'RMS difference', value: numbers['differenceRms'] },
      { name: 'Largest difference', value: numbers['differenceMax'] },
    ]),
    ...table(cellsTitle, 'Cells'),
    ...table(gridLabelsTitle, 'Labels'),
    ...table(valuesTitle, 'Values'),
    ...table(contentTitle, 'Content'),
    ...table(gridsTitle, 'Grids'),
    computedBy(report),
  ];
}
