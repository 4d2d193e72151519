const namespace = 'http://www.w3.org/2000/svg';

/** An SVG element with attributes; styles go through the object model, which the page's policy allows. */
export function svg<Name extends keyof SVGElementTagNameMap>(name: Name, attributes: Readonly<Record<string, string | number>>): SVGElementTagNameMap[Name] {
  const element = document.createElementNS(namespace, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** A layer over the canvas through which pointers reach it. */
export function createOverlay(container: HTMLElement): SVGSVGElement {
  const overlay = svg('svg', { width: '100%', height: '100%' });
  overlay.style.position = 'absolute';
  overlay.style.inset = '0';
  overlay.style.pointerEvents = 'none';
  overlay.style.overflow = 'hidden';
  container.append(overlay);
  return overlay;
}
