import type { Disposable } from '../../src/messaging/port';
import type { ScenePalette } from '../scene/sceneApi';

/** The theme's colours that the scene is drawn with. */
export function scenePalette(): ScenePalette {
  const style = getComputedStyle(document.body);
  const colour = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  return {
    background: colour('--vscode-editor-background', '#ffffff'),
    foreground: colour('--vscode-editor-foreground', '#3b3b3b'),
    accent: colour('--vscode-focusBorder', '#005fb8'),
    selection: colour('--vscode-editor-selectionBackground', '#add6ff'),
  };
}

/** Tells when VS Code put other theme colours on the page: it changes the style of the root and the class of the body. */
export function onThemeChange(listener: () => void): Disposable {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  return { dispose: () => observer.disconnect() };
}
