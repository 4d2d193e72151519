import { isIdentity } from '../../../src/geometry/affineTransform';
import { element, iconButton } from '../../panels/element';
import { fullFigure } from '../../panels/figures';
import { NumberField } from '../../panels/numberField';
import { Section } from '../../panels/section';
import { SelectField } from '../../panels/selectField';
import type { ComparisonContext } from '../comparisonContext';
import type { Alignment } from '../comparisonStore';
import { ofPoints, tableOf } from '../difference';
import { factList, reportTableView } from '../reportTableView';

const choices: readonly { readonly value: Alignment; readonly label: string }[] = [
  { value: 'none', label: 'As they are' },
  { value: 'center', label: 'Mean onto mean' },
  { value: 'unit-box', label: 'Box onto box' },
  { value: 'icp', label: 'Iterative closest point' },
];

/** Whether and how the compared is moved before it is measured and drawn. */
export function createAlignmentSection({ view, comparison, inspector, copy }: ComparisonContext): Section {
  const section = new Section('alignment', 'Alignment', inspector);
  const method = new SelectField('Align', (value) => {
    const chosen = choices.find((choice) => choice.value === value);
    if (chosen) view.set({ align: chosen.value });
  });
  const trim = new NumberField('Share of pairs to leave out', (value) => view.set({ trim: Math.min(0.95, Math.max(0, value)) }));
  const trimField = element('div', { class: 'field' }, element('span', { class: 'field-label', text: 'Leave out', title: 'Share of the pairs, those farthest apart, that ICP leaves out', attributes: { 'aria-hidden': 'true' } }), trim.element);
  const result = element('div', { attributes: { role: 'status' } });
  section.body.append(method.element, trimField, result);
  section.addAction(
    iconButton('copy', 'Copy transform', () => {
      const difference = ofPoints(comparison.state.difference);
      if (!difference) return;
      const rows = [0, 1, 2, 3].map((row) => difference.transform.slice(4 * row, 4 * row + 4).map(fullFigure).join(' '));
      copy(`${rows.join('\n')}\n`, 'Transform');
    }),
  );
  const show = (): void => {
    const difference = ofPoints(comparison.state.difference);
    // Cells are compared by their index: a grid that was moved would have others.
    section.setVisible(!comparison.state.grids);
    method.show(choices, view.state.align);
    trim.show(view.state.trim);
    trimField.hidden = view.state.align !== 'icp';
    if (!difference || isIdentity(difference.transform)) {
      result.replaceChildren(element('p', { class: 'hint', text: view.state.align === 'none' ? 'Both are measured and drawn as they are.' : 'Nothing had to be moved.' }));
      return;
    }
    const table = tableOf(difference.report, 'Transform of the compared points');
    result.replaceChildren(
      element('p', { class: 'hint', text: 'The compared is measured and drawn moved; its file is as it was.' }),
      factList([
        { name: 'Residual (RMSE)', value: difference.report.numbers['rmse'] },
        { name: 'Steps', value: difference.report.numbers['iterations'] },
      ]),
      ...(table ? [reportTableView(table)] : []),
    );
  };
  section.follow(view, show);
  section.follow(comparison, show);
  return section;
}
