import { element, icon, iconButton } from './element';

export interface NoticeAction {
  readonly label: string;
  run(): void;
}

/** One line between toolbar and scene for what happened to the file while it was open: it changed, or is gone. */
export class Notice {
  readonly element = element('div', { class: 'notice', attributes: { role: 'status', hidden: '' } });

  show(kind: 'info' | 'warning', message: string, actions: readonly NoticeAction[] = []): void {
    const buttons = actions.map((action) => {
      const button = element('button', { class: 'link-button', text: action.label, attributes: { type: 'button' } });
      button.addEventListener('click', () => action.run());
      return button;
    });
    this.element.dataset.kind = kind;
    this.element.replaceChildren(
      icon(kind),
      element('span', { class: 'notice-text', text: message, title: message }),
      ...buttons,
      iconButton('close', 'Dismiss', () => this.hide()),
    );
    this.element.hidden = false;
  }

  hide(): void {
    this.element.hidden = true;
    this.element.replaceChildren();
  }
}
