import type { GridLabelCount } from '../../src/compute/modelProtocol';
import { categoryColours, categoryOf, type Rgb } from '../scene/colourMaps';
import { Store } from './store';

/** The labels of the opened grid, and which of them are not shown. */
export interface LabelsState {
  readonly labels: readonly GridLabelCount[];
  readonly hidden: ReadonlySet<number>;
}

export type LabelsStore = Store<LabelsState>;

export function createLabelsStore(): LabelsStore {
  return new Store<LabelsState>({ labels: [], hidden: new Set() });
}

export function toggleLabel(labels: LabelsStore, value: number): void {
  const hidden = new Set(labels.state.hidden);
  if (!hidden.delete(value)) hidden.add(value);
  labels.set({ hidden });
}

/** Shows one label alone, or all where it is alone already. */
export function showOnly(labels: LabelsStore, value: number): void {
  const { state } = labels;
  const others = state.labels.filter((label) => label.value !== value).map((label) => label.value);
  const isAlone = !state.hidden.has(value) && others.every((other) => state.hidden.has(other));
  labels.set({ hidden: new Set(isAlone ? [] : others) });
}

export function showAllLabels(labels: LabelsStore): void {
  if (labels.state.hidden.size > 0) labels.set({ hidden: new Set() });
}

/** The file's colour of a label, else one of the twelve of categories. */
export function labelColour({ value, colour }: Pick<GridLabelCount, 'value' | 'colour'>): Rgb {
  return colour ? [colour[0], colour[1], colour[2]] : categoryColours[categoryOf(value)];
}
