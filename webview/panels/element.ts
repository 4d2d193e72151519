export interface ElementOptions {
  readonly class?: string;
  /** Inserted as text, never as markup: it may come from a file. */
  readonly text?: string;
  readonly title?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Makes an element with its class, text, attributes and children. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: ElementOptions = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (options.class !== undefined) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  if (options.title !== undefined) made.title = options.title;
  for (const [name, value] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A codicon; decoration only, so hidden from screen readers. */
export function icon(name: string): HTMLSpanElement {
  return element('span', { class: `codicon codicon-${name}`, attributes: { 'aria-hidden': 'true' } });
}

/** A square button that shows a codicon. `label` is its name to screen readers and, with the shortcut, its tooltip. */
export function iconButton(name: string, label: string, press: () => void, shortcut?: string): HTMLButtonElement {
  const button = element(
    'button',
    {
      class: 'icon-button',
      title: shortcut === undefined ? label : `${label} (${shortcut})`,
      attributes: { type: 'button', 'aria-label': label },
    },
    icon(name),
  );
  button.addEventListener('click', press);
  return button;
}

let identifiers = 0;
/** An id that no other element of the page has, for `aria-labelledby` and `aria-controls`. */
export function uniqueId(stem: string): string {
  identifiers += 1;
  return `${stem}-${identifiers}`;
}
