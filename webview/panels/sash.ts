import type { InspectorStore } from '../stores/inspectorStore';
import { inspectorLimits, resizeInspector } from '../stores/inspectorStore';
import { element } from './element';

/** Pixels that one arrow key moves the sash by. */
const keyStep = 16;

/**
 * The line between scene and inspector: dragged or moved by arrows it resizes the inspector, double-clicked it restores
 * its first size. `narrow` says whether the inspector lies under the scene rather than beside it.
 */
export function createSash(inspector: InspectorStore, narrow: () => boolean, firstSize: { width: number; height: number }): HTMLElement {
  const sash = element('div', {
    class: 'sash',
    attributes: { role: 'separator', tabindex: '0', 'aria-label': 'Resize inspector' },
  });
  const side = (): 'width' | 'height' => (narrow() ? 'height' : 'width');
  const show = (): void => {
    const { least, most } = inspectorLimits[side()];
    sash.setAttribute('aria-orientation', narrow() ? 'horizontal' : 'vertical');
    sash.setAttribute('aria-valuemin', String(least));
    sash.setAttribute('aria-valuemax', String(most));
    sash.setAttribute('aria-valuenow', String(inspector.state[side()]));
  };
  inspector.subscribe(show);
  window.addEventListener('resize', show);
  show();

  sash.addEventListener('keydown', (event) => {
    const [more, less] = narrow() ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
    if (event.key !== more && event.key !== less) return;
    event.preventDefault();
    event.stopPropagation();
    resizeInspector(inspector, side(), inspector.state[side()] + (event.key === more ? keyStep : -keyStep));
  });
  sash.addEventListener('dblclick', () => resizeInspector(inspector, side(), firstSize[side()]));
  sash.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    sash.setPointerCapture(event.pointerId);
    const along = narrow() ? 'clientY' : 'clientX';
    const from = event[along];
    const size = inspector.state[side()];
    const ended = new AbortController();
    sash.classList.add('dragged');
    sash.addEventListener('pointermove', (move) => resizeInspector(inspector, side(), size + from - move[along]), { signal: ended.signal });
    const end = (): void => {
      ended.abort();
      sash.classList.remove('dragged');
    };
    sash.addEventListener('pointerup', end, { signal: ended.signal });
    sash.addEventListener('pointercancel', end, { signal: ended.signal });
  });
  return sash;
}
