import { counted } from '../../../src/operations/figures';
import { addShell, isoRange, isSurfaceChanged, mostShells, moveShell, removeShell, resetSurface, setShellOpacity, type SurfaceState } from '../../stores/surfaceStore';
import { element, iconButton } from '../element';
import { figure } from '../figures';
import type { InspectorContext } from '../inspectorContext';
import { IsoHistogram } from '../isoHistogram';
import { NumberField } from '../numberField';
import { Section } from '../section';
import { SelectField } from '../selectField';

const sides = [
  { value: 'below', label: 'Below the value' },
  { value: 'above', label: 'Above the value' },
] as const;

interface ShellRow {
  readonly element: HTMLElement;
  readonly iso: NumberField;
  readonly opacity: HTMLInputElement;
  readonly label: HTMLElement;
  readonly remove: HTMLButtonElement;
}

/** At which values the surface of a field is, over how its values are spread; shells in one another; where the gradient is off. */
export function createSurfaceSection(context: InspectorContext): Section {
  const { surface } = context;
  const section = new Section('surface', 'Surface', context.inspector);
  const reset = iconButton('discard', 'Back to the surface that the file opened with', () => resetSurface(surface));
  const add = iconButton('add', 'Add an iso value: surfaces in one another', () => addShell(surface));
  const save = iconButton('save-as', 'Save the surface as PLY, OBJ or STL…', () => context.saveSurface());
  section.addAction(reset);
  section.addAction(add);
  section.addAction(save);

  const histogram = new IsoHistogram((shell, iso, moving) => moveShell(surface, shell, iso, moving));
  const shells = element('div', { class: 'shells' });
  const rows: ShellRow[] = [];
  const reason = element('p', { class: 'hint' });
  const inside = new SelectField('Inside', (value) => {
    const chosen = sides.find((side) => side.value === value);
    if (chosen) surface.set({ inside: chosen.value });
  });
  const made = element('p', { class: 'hint figure', attributes: { role: 'status' } });
  const health = element('input', { class: 'check', attributes: { type: 'checkbox' } });
  health.addEventListener('change', () => surface.set({ health: health.checked }));
  const healthFound = element('p', { class: 'hint figure', attributes: { role: 'status' } });
  const healthField = element('label', { class: 'check-row', title: 'A true distance field has a gradient of length 1 everywhere: marked are cells where it is below 0.9 or above 1.1.' }, health, element('span', { text: 'Mark where |gradient| is off by 10 %' }));
  section.body.append(histogram.element, shells, reason, inside.element, made, healthField, healthFound);

  const addRow = (): void => {
    const shell = rows.length;
    const iso = new NumberField(`Iso value ${shell + 1}`, (value) => moveShell(surface, shell, value, false));
    const opacity = element('input', { class: 'slider', title: 'Opacity', attributes: { type: 'range', min: '5', max: '100', step: '5', 'aria-label': `Opacity of surface ${shell + 1}` } });
    opacity.addEventListener('input', () => setShellOpacity(surface, shell, opacity.valueAsNumber / 100));
    const remove = iconButton('close', `Remove surface ${shell + 1}`, () => removeShell(surface, shell));
    const label = element('span', { class: 'field-label', attributes: { 'aria-hidden': 'true' } });
    const row = element('div', { class: 'field shell-row' }, label, element('div', { class: 'shell-fields' }, iso.element, opacity, remove));
    row.addEventListener('focusin', () => {
      if (surface.state.selected !== shell && shell < surface.state.shells.length) surface.set({ selected: shell });
    });
    rows.push({ element: row, iso, opacity, label, remove });
    shells.append(row);
  };

  section.follow(surface, () => {
    const { state } = surface;
    section.setVisible(state.surface !== null);
    if (!state.surface) return;
    const { shells: wanted, selected, values } = state;
    const range = isoRange(state);
    histogram.element.hidden = range === null;
    if (range && values) histogram.show({ ...range, counts: values.histogram, isos: wanted.map(({ iso }) => iso), selected });
    while (rows.length > wanted.length) rows.pop()?.element.remove();
    while (rows.length < wanted.length) addRow();
    wanted.forEach(({ iso, opacity }, shell) => {
      const row = rows[shell];
      row.iso.show(iso);
      row.opacity.value = String(Math.round(100 * opacity));
      row.opacity.setAttribute('aria-valuetext', `${Math.round(100 * opacity)} %`);
      row.opacity.title = `Opacity ${Math.round(100 * opacity)} %`;
      row.label.textContent = wanted.length > 1 ? `Value ${shell + 1}` : 'Value';
      row.element.classList.toggle('selected', wanted.length > 1 && shell === selected);
      row.remove.hidden = wanted.length < 2;
    });
    const isChanged = isSurfaceChanged(state);
    reset.hidden = !isChanged;
    add.disabled = wanted.length >= mostShells || range === null;
    reason.hidden = isChanged;
    reason.textContent = `At ${state.surface.reason}.`;
    inside.show(sides, state.inside);
    made.textContent = madeText(state);
    made.classList.toggle('problem', state.failure !== null);
    health.checked = state.health;
    healthFound.hidden = !state.health;
    healthFound.textContent = healthText(state);
  });
  section.onThemeChange = () => histogram.refresh();
  return section;
}

function madeText({ shown, failure, moving }: SurfaceState): string {
  if (failure !== null) return `The surface could not be made: ${failure}`;
  if (!shown) return 'Making the surface';
  if (shown.triangles === 0) return 'No cell has values on both sides.';
  const holes = shown.holes > 0 ? `; ${counted(shown.holes, 'cell')} left out, not finite` : '';
  const coarse = shown.step > 1 ? `, from every ${shown.step === 2 ? 'second' : `${shown.step}th`} sample${moving ? '' : ' so far'}` : '';
  return `${counted(shown.triangles, 'triangle')}, ${counted(shown.vertices, 'vertex', 'vertices')}${coarse}${holes}`;
}

function healthText({ health, healthFound }: SurfaceState): string {
  if (!health) return '';
  if (!healthFound) return 'Looking at the gradient';
  const { off, measured, marked } = healthFound;
  if (measured === 0) return 'No cell has two finite neighbours along each axis.';
  const share = off === measured ? 'all' : off === 0 ? 'none' : `${figure(Number(((100 * off) / measured).toPrecision(3)))} %`;
  return `${counted(off, 'cell')} of ${counted(measured, 'cell')} (${share})${marked < off ? `; ${counted(marked, 'cell')} of them marked, evenly spread` : ''}`;
}
