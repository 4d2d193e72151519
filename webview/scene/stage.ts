import { ColorManagement, LinearSRGBColorSpace, WebGLRenderer } from 'three';

export interface StageListener {
  /** The canvas has another size or resolution; it is empty now. */
  resized(): void;
  lost(): void;
  restored(): void;
}

/** The canvas with its renderer and WebGL context, kept as large as its container, at the screen's resolution. */
export class Stage {
  readonly canvas: HTMLCanvasElement;
  readonly renderer: WebGLRenderer;
  readonly context: WebGL2RenderingContext;
  /** CSS pixels. */
  width = 1;
  height = 1;
  /** Device pixels a CSS pixel. */
  ratio = 1;
  lost = false;
  private readonly observer: ResizeObserver;
  private readonly abort = new AbortController();

  /** Throws an error for people where there is no WebGL 2. */
  constructor(
    private readonly container: HTMLElement,
    listener: StageListener,
  ) {
    this.canvas = document.createElement('canvas');
    const { style } = this.canvas;
    style.position = 'absolute';
    style.inset = '0';
    style.width = '100%';
    style.height = '100%';
    style.display = 'block';
    style.touchAction = 'none';
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute('aria-label', '3D scene: arrow keys turn, Shift and arrow keys move, plus and minus zoom');
    this.canvas.setAttribute('role', 'application');

    const attributes: WebGLContextAttributes = {
      alpha: false,
      depth: true,
      stencil: false,
      // The picture is made in parts over several frames, each drawn over what is there.
      preserveDrawingBuffer: true,
      powerPreference: 'high-performance',
    };
    // Smooth edges where they cost little. Drawn in software, points with them take two to four times as long.
    const context =
      this.canvas.getContext('webgl2', { ...attributes, antialias: true, failIfMajorPerformanceCaveat: true }) ??
      this.canvas.getContext('webgl2', { ...attributes, antialias: false });
    if (!context) throw new Error('This window has no WebGL 2, so nothing can be drawn. Turn on hardware acceleration, or allow software rendering.');
    this.context = context;
    // Colours are bytes of sRGB from the file to the screen.
    ColorManagement.enabled = false;
    this.renderer = new WebGLRenderer({ canvas: this.canvas, context });
    this.renderer.outputColorSpace = LinearSRGBColorSpace;
    this.renderer.autoClear = false;
    this.renderer.sortObjects = false;
    this.renderer.info.autoReset = true;

    const { signal } = this.abort;
    this.canvas.addEventListener('webglcontextlost', (event) => {
      // Otherwise the browser never gives the context back.
      event.preventDefault();
      this.lost = true;
      listener.lost();
    }, { signal });
    this.canvas.addEventListener('webglcontextrestored', () => {
      this.lost = false;
      listener.restored();
    }, { signal });
    container.append(this.canvas);
    this.measure();
    this.observer = new ResizeObserver(() => {
      if (this.measure()) listener.resized();
    });
    this.observer.observe(container);
  }

  /** Follows the container's size and the screen's resolution; true when one changed. */
  measure(): boolean {
    const width = Math.max(1, this.container.clientWidth);
    const height = Math.max(1, this.container.clientHeight);
    const ratio = window.devicePixelRatio || 1;
    if (width === this.width && height === this.height && ratio === this.ratio) return false;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
    return true;
  }

  dispose(): void {
    this.observer.disconnect();
    this.abort.abort();
    this.renderer.dispose();
    // Browsers keep few contexts; a page that opens scenes again and again must not wait for the garbage collector.
    if (!this.lost) this.renderer.forceContextLoss();
    this.canvas.remove();
  }
}
