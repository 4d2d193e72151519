import { element } from './element';

/** Shows a share, 0...1, on a bar of {@link progressBar}. */
export function setProgress(bar: HTMLElement, share: number): void {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  bar.setAttribute('aria-valuenow', String(percent));
  const done = bar.firstElementChild;
  if (done instanceof HTMLElement) done.style.width = `${percent}%`;
}

export function progressBar(label: string): HTMLElement {
  return element(
    'div',
    {
      class: 'progress-bar',
      attributes: { role: 'progressbar', 'aria-label': label, 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-valuenow': '0' },
    },
    element('div', { class: 'progress-done' }),
  );
}

/** "reading vertices" as a line of its own: "Reading vertices". */
export function sentence(activity: string): string {
  return activity.slice(0, 1).toUpperCase() + activity.slice(1);
}
