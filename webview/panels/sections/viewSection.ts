import type { UpAxis } from '../../scene/sceneApi';
import { upAxes } from '../../scene/sceneApi';
import { pointSizeLimits, setPointSize } from '../../stores/viewStore';
import { element } from '../element';
import type { InspectorContext } from '../inspectorContext';
import { Section } from '../section';
import { SelectField } from '../selectField';
import { createClippingFields } from './clippingFields';

const normals = [
  { value: 'flat', label: 'Flat, face by face' },
  { value: 'smooth', label: 'Smooth' },
] as const;

const projections = [
  { value: 'perspective', label: 'Perspective' },
  { value: 'orthographic', label: 'Orthographic' },
] as const;

const backgrounds = [
  { value: 'theme', label: 'Theme' },
  { value: 'white', label: 'White' },
  { value: 'black', label: 'Black' },
] as const;

function axisTitle(axis: UpAxis): string {
  return axis.startsWith('-') ? `−${axis.slice(1).toUpperCase()}` : axis.toUpperCase();
}

/** How the scene is drawn, besides its colours. */
export function createViewSection(context: Pick<InspectorContext, 'view' | 'clipping' | 'inspector' | 'shadings'>): Section {
  const { view, shadings } = context;
  const section = new Section('view', 'View', context.inspector);

  const shading = new SelectField('Shading', (value) => {
    const chosen = shadings.find((choice) => choice.shading === value);
    if (chosen) view.set({ shading: chosen.shading });
  });
  shading.element.hidden = shadings.length < 2;
  const lighting = new SelectField('Lighting', (value) => {
    const chosen = normals.find((choice) => choice.value === value);
    if (chosen) view.set({ normals: chosen.value });
  });
  // Of clouds and voxels there is nothing to be smoothed by it.
  lighting.element.hidden = !shadings.some((choice) => choice.shading === 'wireframe');
  const projection = new SelectField('Projection', (value) => {
    const chosen = projections.find((choice) => choice.value === value);
    if (chosen) view.set({ projection: chosen.value });
  });
  const upAxis = new SelectField('Up axis', (value) => {
    const chosen = upAxes.find((axis) => axis === value);
    if (chosen) view.set({ upAxis: chosen });
  });
  const background = new SelectField('Background', (value) => {
    const chosen = backgrounds.find((choice) => choice.value === value);
    if (chosen) view.set({ background: chosen.value });
  });
  const slider = element('input', {
    class: 'slider',
    attributes: {
      type: 'range',
      min: String(pointSizeLimits.least),
      max: String(pointSizeLimits.most),
      step: '1',
      'aria-label': 'Point size',
      title: 'Point size ( [ and ] )',
    },
  });
  slider.addEventListener('input', () => setPointSize(view, slider.valueAsNumber));
  const size = element('output', { class: 'slider-value figure' });
  const pointSize = element(
    'div',
    { class: 'field' },
    element('span', { class: 'field-label', text: 'Point size', attributes: { 'aria-hidden': 'true' } }),
    element('div', { class: 'slider-row' }, slider, size),
  );
  const clipping = createClippingFields(context.clipping);
  section.body.append(shading.element, lighting.element, projection.element, upAxis.element, pointSize, background.element, clipping.element);
  section.follow(context.clipping, clipping.show);

  section.follow(view, () => {
    const { state } = view;
    shading.show(shadings.map((choice) => ({ value: choice.shading, label: choice.title })), state.shading);
    lighting.show(normals, state.normals);
    projection.show(projections, state.projection);
    upAxis.show(upAxes.map((axis) => ({ value: axis, label: axisTitle(axis) })), state.upAxis);
    background.show(backgrounds, state.background);
    slider.value = String(state.pointSize);
    slider.setAttribute('aria-valuetext', `${state.pointSize} pixels`);
    size.textContent = `${state.pointSize} px`;
  });
  return section;
}
