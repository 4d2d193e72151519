import { element, icon } from '../element';
import { counted } from '../figures';
import type { InspectorContext } from '../inspectorContext';
import { Section } from '../section';

/** What was odd in the file but did not keep it from being read. */
export function createWarningsSection(context: InspectorContext): Section {
  const section = new Section('warnings', 'Warnings', context.inspector);
  section.follow(context.file, () => {
    const warnings = context.file.state.result?.info.warnings ?? [];
    section.setVisible(warnings.length > 0);
    section.setBadge(warnings.length > 0 ? String(warnings.length) : null, counted(warnings.length, 'warning'));
    const rows = warnings.map((warning) => element('li', {}, icon('warning'), element('span', { text: warning })));
    section.body.replaceChildren(element('ul', { class: 'warnings' }, ...rows));
  });
  return section;
}
