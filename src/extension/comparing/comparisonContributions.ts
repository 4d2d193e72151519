import type { CommandContribution, MenuContribution } from '../contributions';

/** What the manifest offers of comparisons: its commands, and where they stand in menus. */
export const comparisonCommands: readonly CommandContribution[] = [
  { name: 'compareOpen', title: 'Compare Side by Side...', icon: 'split-horizontal' },
  { name: 'compareSelected', title: 'Compare Selected in 3D' },
  { name: 'selectForCompare', title: 'Select for 3D Compare', when: 'activeCustomEditorId =~ /^inspect3d\\./' },
  { name: 'compareWithSelected', title: 'Compare with Selected in 3D', when: 'inspect3d.fileSelectedForCompare' },
  { name: 'openComparison', title: 'Open 3D Comparison', icon: 'diff', when: 'activeCustomEditorId =~ /^inspect3d\\./' },
  { name: 'linkCameras', title: 'Link Cameras...', icon: 'link', when: 'activeCustomEditorId =~ /^inspect3d\\./' },
];

/** Two custom editors side by side, as VS Code shows a change of a file that they open; `isInDiffEditor` is for its own text diff alone. */
const inDiff = "(isInDiffEditor || activeEditor == 'workbench.editors.binaryResourceDiffEditor' || activeEditor == 'workbench.editor.sidebysideEditor')";

/** `takes` holds for files that can be compared, `editorMenu` is the submenu of an editor's title. */
export function comparisonMenus(takes: string, editorMenu: string): readonly MenuContribution[] {
  return [
    { menu: 'explorer/context', command: 'compareSelected', when: `listDoubleSelection && ${takes}`, group: '3_compare@90' },
    { menu: 'explorer/context', command: 'selectForCompare', when: `!listMultiSelection && ${takes}`, group: '3_compare@91' },
    { menu: 'explorer/context', command: 'compareWithSelected', when: `!listMultiSelection && inspect3d.fileSelectedForCompare && ${takes}`, group: '3_compare@92' },
    { menu: 'scm/resourceState/context', command: 'openComparison', when: 'scmProvider == git', group: 'navigation@30' },
    { menu: 'editor/title', command: 'openComparison', when: `${inDiff} && ${takes}`, group: 'navigation@30' },
    { menu: editorMenu, command: 'compareOpen', when: takes, group: '2_compare@1' },
    { menu: editorMenu, command: 'openComparison', when: takes, group: '2_compare@2' },
    { menu: editorMenu, command: 'linkCameras', when: takes, group: '2_compare@3' },
  ];
}
