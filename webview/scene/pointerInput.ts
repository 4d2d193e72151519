/** What pointers, the wheel and keys do to a view; places and distances in CSS pixels of the canvas. */
export interface InputActions {
  turn(azimuth: number, elevation: number): void;
  pan(x: number, y: number): void;
  zoom(factor: number, x: number, y: number): void;
  /** A press and release in one place. */
  click(x: number, y: number): void;
  doubleClick(x: number, y: number): void;
  /** Something is held down: the picture should follow quickly. */
  holding(held: boolean): void;
}

/** Further than this a press is a drag. */
const clickPixels = 4;
const wheelLine = 16;

interface Pressed {
  x: number;
  y: number;
  readonly startX: number;
  readonly startY: number;
  readonly button: number;
  dragged: boolean;
}

/**
 * Left drag turns, right or middle drag and Shift with left move, the wheel and pinching zoom; one finger turns, two
 * move and zoom. Returns what ends listening.
 */
export function listenToPointers(canvas: HTMLCanvasElement, actions: InputActions): () => void {
  const pressed = new Map<number, Pressed>();
  const abort = new AbortController();
  const { signal } = abort;

  const place = (event: MouseEvent): { x: number; y: number } => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const middle = (): { x: number; y: number; span: number } => {
    const [a, b] = [...pressed.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, span: Math.hypot(a.x - b.x, a.y - b.y) };
  };
  const release = (event: PointerEvent, clicked: boolean): void => {
    const press = pressed.get(event.pointerId);
    if (!press) return;
    pressed.delete(event.pointerId);
    if (pressed.size === 0) actions.holding(false);
    if (clicked && !press.dragged && press.button === 0 && !event.shiftKey) actions.click(press.x, press.y);
  };

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      const { x, y } = place(event);
      canvas.focus({ preventScroll: true });
      // A pointer that is gone already (a test's, a pen lifted at once) cannot be captured; the drag then ends at the edge.
      if (event.isTrusted) canvas.setPointerCapture(event.pointerId);
      pressed.set(event.pointerId, { x, y, startX: x, startY: y, button: event.button, dragged: false });
      // A second finger makes both a gesture, never a click.
      if (pressed.size > 1) for (const press of pressed.values()) press.dragged = true;
      actions.holding(true);
      event.preventDefault();
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      const press = pressed.get(event.pointerId);
      if (!press) return;
      const { x, y } = place(event);
      const before = pressed.size === 2 ? middle() : null;
      const deltaX = x - press.x;
      const deltaY = y - press.y;
      if (!press.dragged && Math.hypot(x - press.startX, y - press.startY) < clickPixels) return;
      press.dragged = true;
      press.x = x;
      press.y = y;
      if (before) {
        const after = middle();
        actions.pan(after.x - before.x, after.y - before.y);
        if (before.span > 0 && after.span > 0) actions.zoom(after.span / before.span, after.x, after.y);
      } else if (pressed.size === 1) {
        if (press.button !== 0 || event.shiftKey) actions.pan(deltaX, deltaY);
        else {
          const perPixel = Math.PI / Math.max(200, Math.min(canvas.clientWidth, canvas.clientHeight));
          actions.turn(-deltaX * perPixel, deltaY * perPixel);
        }
      }
    },
    { signal },
  );
  canvas.addEventListener('pointerup', (event) => release(event, true), { signal });
  canvas.addEventListener('pointercancel', (event) => release(event, false), { signal });
  canvas.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  canvas.addEventListener('dblclick', (event) => {
    const { x, y } = place(event);
    actions.doubleClick(x, y);
  }, { signal });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { x, y } = place(event);
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * wheelLine * (event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 20 : 1);
      // Browsers tell a pinch on a trackpad as a wheel with Ctrl, in much smaller steps.
      const rate = event.ctrlKey ? 0.01 : 0.0016;
      actions.zoom(Math.exp(-Math.max(-240, Math.min(240, pixels)) * rate), x, y);
    },
    { signal, passive: false },
  );
  return () => abort.abort();
}

/** Arrows turn by five degrees, with Shift they move by 40 pixels; + and - zoom. True when the key was one of these. */
export function actOnKey(event: KeyboardEvent, actions: InputActions, centre: { readonly x: number; readonly y: number }): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const directions: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };
  const direction = directions[event.key];
  if (direction) {
    const step = (5 * Math.PI) / 180;
    if (event.shiftKey) actions.pan(-direction[0] * 40, -direction[1] * 40);
    else actions.turn(direction[0] * step, -direction[1] * step);
    return true;
  }
  if (event.key === '+' || event.key === '=') {
    actions.zoom(1.2, centre.x, centre.y);
    return true;
  }
  if (event.key === '-' || event.key === '_') {
    actions.zoom(1 / 1.2, centre.x, centre.y);
    return true;
  }
  return false;
}
