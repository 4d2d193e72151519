import { element, icon } from './element';

interface MenuEntryBase {
  readonly label: string;
  /** Shown at the right; the key itself is handled by the page's keys. */
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly run: () => void;
}

export type MenuEntry =
  | (MenuEntryBase & { readonly kind: 'action' })
  /** One of a group of which one holds. */
  | (MenuEntryBase & { readonly kind: 'choice'; readonly checked: boolean })
  | (MenuEntryBase & { readonly kind: 'toggle'; readonly checked: boolean })
  | { readonly kind: 'separator' };

const roles = { action: 'menuitem', choice: 'menuitemradio', toggle: 'menuitemcheckbox' } as const;

/** Distance in pixels that a menu keeps from the window's edge. */
const margin = 4;

function entryElement(entry: MenuEntry, close: () => void): HTMLElement {
  if (entry.kind === 'separator') return element('div', { class: 'menu-separator', attributes: { role: 'separator' } });
  const checked = entry.kind !== 'action' && entry.checked;
  const item = element(
    'button',
    { class: 'menu-item', attributes: { type: 'button', role: roles[entry.kind], tabindex: '-1' } },
    element('span', { class: 'menu-check' }, ...(checked ? [icon('check')] : [])),
    element('span', { class: 'menu-label', text: entry.label, title: entry.label }),
  );
  if (entry.shortcut !== undefined) {
    item.append(element('span', { class: 'menu-shortcut', text: entry.shortcut, attributes: { 'aria-hidden': 'true' } }));
    item.setAttribute('aria-keyshortcuts', entry.shortcut);
  }
  if (entry.kind !== 'action') item.setAttribute('aria-checked', String(checked));
  if (entry.disabled === true) item.setAttribute('aria-disabled', 'true');
  item.addEventListener('click', () => {
    if (entry.disabled === true) return;
    close();
    entry.run();
  });
  return item;
}

/**
 * Opens a menu under a button, the first checked entry focused. Arrows, Home, End and first letters move, Enter and
 * Space choose, Esc and Tab close; focus returns to the button. Follows the menu-button pattern of the ARIA practices.
 */
export function openMenu(button: HTMLButtonElement, label: string, entries: readonly MenuEntry[]): void {
  const menu = element('div', { class: 'menu', attributes: { role: 'menu', 'aria-label': label } });
  const events = new AbortController();
  const close = (): void => {
    events.abort();
    menu.remove();
    button.setAttribute('aria-expanded', 'false');
    button.focus();
  };
  const items: HTMLElement[] = [];
  for (const entry of entries) {
    const made = entryElement(entry, close);
    if (entry.kind !== 'separator') items.push(made);
    menu.append(made);
  }
  document.body.append(menu);
  button.setAttribute('aria-expanded', 'true');

  const anchor = button.getBoundingClientRect();
  const left = Math.max(margin, Math.min(anchor.left, window.innerWidth - menu.offsetWidth - margin));
  const below = anchor.bottom + margin;
  menu.style.left = `${left}px`;
  menu.style.top = `${below}px`;
  menu.style.maxHeight = `${Math.max(120, window.innerHeight - below - margin)}px`;

  const focus = (index: number): void => items[(index + items.length) % items.length]?.focus();
  const focused = (): number => items.findIndex((item) => item === document.activeElement);
  const checked = items.findIndex((item) => item.getAttribute('aria-checked') === 'true');
  const enabled = items.findIndex((item) => item.getAttribute('aria-disabled') !== 'true');
  focus(Math.max(0, checked >= 0 ? checked : enabled));

  menu.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'ArrowDown') focus(focused() + 1);
    else if (event.key === 'ArrowUp') focus(focused() - 1);
    else if (event.key === 'Home') focus(0);
    else if (event.key === 'End') focus(items.length - 1);
    else if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (event.key.length === 1 && event.key !== ' ') {
      const letter = event.key.toLowerCase();
      const start = focused() + 1;
      const found = items.findIndex((_, step) =>
        items[(start + step) % items.length]?.querySelector('.menu-label')?.textContent?.toLowerCase().startsWith(letter),
      );
      if (found >= 0) focus(start + found);
      return;
    } else return;
    event.preventDefault();
  });
  const outside = (event: Event): void => {
    if (event.target instanceof Node && (menu.contains(event.target) || button.contains(event.target))) return;
    close();
  };
  window.addEventListener('pointerdown', outside, { capture: true, signal: events.signal });
  window.addEventListener('blur', close, { signal: events.signal });
  window.addEventListener('resize', close, { signal: events.signal });
  // A second press of the button closes what the first opened, instead of opening it anew.
  button.addEventListener('click', (event) => {
    event.stopImmediatePropagation();
    close();
  }, { capture: true, signal: events.signal });
}

/** A toolbar button that opens a menu made afresh each time, so that it always shows what holds now. */
export function menuButton(codicon: string, label: string, entries: () => readonly MenuEntry[]): HTMLButtonElement {
  const button = element(
    'button',
    {
      class: 'icon-button menu-button',
      title: label,
      attributes: { type: 'button', 'aria-label': label, 'aria-haspopup': 'menu', 'aria-expanded': 'false' },
    },
    icon(codicon),
  );
  if (codicon !== 'ellipsis') button.append(icon('chevron-down'));
  button.addEventListener('click', () => openMenu(button, label, entries()));
  button.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowDown') return;
    event.preventDefault();
    openMenu(button, label, entries());
  });
  return button;
}
