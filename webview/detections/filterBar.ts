import { element } from '../panels/element';
import { SelectField } from '../panels/selectField';
import type { BoxFilter, DetectionState, DetectionStore } from './detectionStore';

const kinds: readonly (readonly [BoxFilter['kind'], string])[] = [
  ['all', 'All boxes'],
  ['detections', 'Detections'],
  ['truth', 'Truth'],
  ['truePositive', 'True positives'],
  ['falsePositive', 'False positives'],
  ['missed', 'Missed'],
  ['suppressed', 'Suppressed'],
];

function isKind(value: string): value is BoxFilter['kind'] {
  return kinds.some(([kind]) => kind === value);
}

/** Which boxes the list and the picture have: by what became of them, and by category. */
export class FilterBar {
  readonly element: HTMLElement;
  private readonly kind: SelectField;
  private readonly category: SelectField;

  constructor(store: DetectionStore) {
    const change = (filter: Partial<BoxFilter>): void => store.set({ filter: { ...store.state.filter, ...filter } });
    this.kind = new SelectField('Show', (value) => {
      if (isKind(value)) change({ kind: value });
    });
    this.category = new SelectField('Category', (value) => change({ category: value === '' ? null : Number(value) }));
    this.element = element('div', { class: 'filter-bar', attributes: { role: 'group', 'aria-label': 'Filter' } }, this.kind.element, this.category.element);
    store.subscribe(() => this.show(store.state));
    this.show(store.state);
  }

  private show({ overview, other, suppression, filter }: DetectionState): void {
    const possible = kinds.filter(([kind]) => {
      if (kind === 'all') return true;
      if (kind === 'suppressed') return suppression;
      return other !== null;
    });
    this.kind.show(possible.map(([value, label]) => ({ value, label })), filter.kind);
    this.category.show(
      [{ value: '', label: 'All categories' }, ...(overview?.categories ?? []).map(({ name }, row) => ({ value: String(row), label: name }))],
      filter.category === null ? '' : String(filter.category),
    );
  }
}
