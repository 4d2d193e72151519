import type { ModelView } from '../views/registry';
import { element, iconButton, uniqueId } from './element';
import type { InspectorContext } from './inspectorContext';
import { keyOf } from './keys';
import type { Section } from './section';

/** The column beside the scene: a heading and the sections that the kind of model has. */
export class InspectorPanel {
  readonly element: HTMLElement;
  private readonly sections = element('div', { class: 'inspector-sections' });
  private shown: readonly Section[] = [];

  constructor(close: () => void) {
    const titleId = uniqueId('inspector');
    this.element = element(
      'aside',
      { class: 'inspector', attributes: { 'aria-labelledby': titleId } },
      element(
        'div',
        { class: 'inspector-bar' },
        element('h2', { class: 'inspector-title', text: 'Inspector', attributes: { id: titleId } }),
        iconButton('close', 'Hide inspector', close, keyOf('toggleInspector')),
      ),
      this.sections,
    );
  }

  /** Makes the sections of a kind of model, in place of those of another. */
  show(view: ModelView, context: InspectorContext): void {
    this.clear();
    this.shown = view.sections.map((create) => create(context));
    this.sections.append(...this.shown.map((section) => section.element));
  }

  /** Shows one section until the kind of model is known. */
  wait(section: Section): void {
    this.showSections([section]);
  }

  /** Shows sections that were made elsewhere, and disposes of them later. */
  showSections(sections: readonly Section[]): void {
    this.clear();
    this.shown = sections;
    this.sections.append(...sections.map((section) => section.element));
  }

  clear(): void {
    for (const section of this.shown) section.dispose();
    this.shown = [];
  }

  refreshTheme(): void {
    for (const section of this.shown) section.onThemeChange?.();
  }
}
