import { element } from '../panels/element';
import type { ComparisonViewStore } from './comparisonStore';

const keyStep = 0.02;

/** The line between the two stacked scenes: left of it the compared is seen, right of it the reference. Dragged, or moved by arrows. */
export function createSwipeDivider(view: ComparisonViewStore, room: HTMLElement): HTMLElement {
  const divider = element('div', {
    class: 'swipe-divider',
    attributes: { role: 'separator', tabindex: '0', 'aria-orientation': 'vertical', 'aria-label': 'Divider between compared and reference', 'aria-valuemin': '0', 'aria-valuemax': '100' },
  });
  const move = (share: number): void => view.set({ divider: Math.min(1, Math.max(0, share)) });
  divider.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowLeft') move(view.state.divider - keyStep);
    else if (event.key === 'ArrowRight') move(view.state.divider + keyStep);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  divider.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    divider.focus();
    divider.setPointerCapture(event.pointerId);
    const ended = new AbortController();
    divider.addEventListener('pointermove', (to) => {
      const box = room.getBoundingClientRect();
      move((to.clientX - box.left) / box.width);
    }, { signal: ended.signal });
    for (const name of ['pointerup', 'pointercancel'] as const) divider.addEventListener(name, () => ended.abort(), { signal: ended.signal });
  });
  const show = (): void => {
    divider.setAttribute('aria-valuenow', String(Math.round(100 * view.state.divider)));
    room.style.setProperty('--divider', `${100 * view.state.divider}%`);
  };
  view.subscribe(show);
  show();
  return divider;
}
