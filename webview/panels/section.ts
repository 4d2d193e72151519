import type { Disposable } from '../../src/messaging/port';
import type { InspectorStore } from '../stores/inspectorStore';
import { toggleFolded } from '../stores/inspectorStore';
import type { Store } from '../stores/store';
import { element, icon, uniqueId } from './element';

/** A part of the inspector under a heading that folds it; what is folded is remembered in the store by the section's id. */
export class Section implements Disposable {
  readonly element: HTMLElement;
  readonly body: HTMLElement;
  private readonly actions: HTMLElement;
  private readonly badge: HTMLElement;
  private readonly heading: HTMLButtonElement;
  /** Called when the theme changed, by sections that paint pictures. */
  onThemeChange: (() => void) | undefined;
  private readonly subscriptions: Disposable[] = [];

  constructor(
    readonly id: string,
    readonly title: string,
    inspector: InspectorStore,
  ) {
    const headingId = uniqueId('heading');
    const bodyId = uniqueId('section');
    this.badge = element('span', { class: 'badge', attributes: { hidden: '' } });
    this.heading = element(
      'button',
      { class: 'section-heading', attributes: { type: 'button', id: headingId, 'aria-controls': bodyId } },
      icon('chevron-down'),
      element('span', { class: 'section-title', text: title }),
      this.badge,
    );
    this.actions = element('div', { class: 'section-actions' });
    this.body = element('div', { class: 'section-body', attributes: { id: bodyId, role: 'region', 'aria-labelledby': headingId } });
    this.element = element(
      'section',
      { class: 'section', attributes: { 'data-section': id } },
      element('h3', { class: 'section-bar' }, this.heading),
      this.body,
    );
    this.element.querySelector('.section-bar')?.append(this.actions);
    this.heading.addEventListener('click', () => toggleFolded(inspector, id));
    this.follow(inspector, () => {
      const folded = inspector.state.folded.includes(id);
      this.heading.setAttribute('aria-expanded', String(!folded));
      this.body.hidden = folded;
    });
  }

  /** Shows now and after every change of the store, until the section is disposed of. */
  follow<State extends object>(store: Store<State>, show: () => void): void {
    this.subscriptions.push(store.subscribe(show));
    show();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.element.remove();
  }

  /** A button at the right of the heading. */
  addAction(button: HTMLButtonElement): void {
    this.actions.append(button);
  }

  setTitle(title: string): void {
    const shown = this.heading.querySelector('.section-title');
    if (shown) shown.textContent = title;
  }

  setVisible(visible: boolean): void {
    this.element.hidden = !visible;
  }

  /** A count beside the title; null shows none. `meaning` is what a screen reader says. */
  setBadge(text: string | null, meaning = text ?? ''): void {
    this.badge.hidden = text === null;
    this.badge.textContent = text ?? '';
    this.badge.setAttribute('aria-label', meaning);
  }
}
