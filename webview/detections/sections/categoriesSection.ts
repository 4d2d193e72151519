import { element } from '../../panels/element';
import { count } from '../../panels/figures';
import { Section } from '../../panels/section';
import { categoryColours, categoryOf } from '../../scene/colourMaps';
import { cssText } from '../../scene/cssColour';
import type { DetectionContext } from '../detectionContext';

/** Every category with its colour and how many boxes it has; a press shows it alone, a second press all again. */
export function createCategoriesSection(context: DetectionContext): Section {
  const { detections } = context;
  const section = new Section('categories', 'Categories', context.inspector);
  const list = element('ul', { class: 'category-list' });
  section.body.append(list);
  let shown: object | null = null;
  section.follow(detections, () => {
    const { overview, filter } = detections.state;
    if (overview && overview !== shown) {
      shown = overview;
      list.replaceChildren(
        ...overview.categories.map(({ name, boxes }, row) => {
          const swatch = element('span', { class: 'box-swatch sign-none', attributes: { 'aria-hidden': 'true' } });
          swatch.style.setProperty('--colour', cssText(categoryColours[categoryOf(row)]));
          const button = element(
            'button',
            { class: 'category-row', title: `Show ${name} alone`, attributes: { type: 'button', 'aria-pressed': 'false' } },
            swatch,
            element('span', { class: 'box-name', text: name }),
            element('span', { class: 'figure', text: count(boxes) }),
          );
          button.addEventListener('click', () => {
            const { filter: now } = detections.state;
            detections.set({ filter: { ...now, category: now.category === row ? null : row } });
          });
          return element('li', {}, button);
        }),
      );
      section.setBadge(String(overview.categories.length), `${overview.categories.length} categories`);
    }
    for (const [row, button] of list.querySelectorAll('button').entries()) button.setAttribute('aria-pressed', String(filter.category === row));
  });
  return section;
}
