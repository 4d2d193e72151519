import assert from 'node:assert/strict';
import fc from 'fast-check';
import { finiteChart } from '../../../src/compute/finiteChart';
import { chart as chartSchema } from '../../../src/extension/reports/chartSchema';
import type { Chart, ChartAxis } from '../../../src/operations/chart';
import { markerShapes, seriesColours, seriesLooks } from '../../../src/operations/chartLook';
import { axisRange, axisTicks, barStep, shareOf, valueAt, withoutPlace } from '../../../src/operations/chartScale';
import { chartShapes } from '../../../src/operations/chartShapes';
import { chartTable, thinned } from '../../../src/operations/chartTable';
import { chartHtml } from '../../../src/operations/documents/chartSvg';
import * as v from 'valibot';
import { luminance, parseCssColour } from '../../../webview/scene/cssColour';

const plot = { left: 40, top: 10, right: 440, bottom: 210 };
const linear: ChartAxis = { title: 'Recall' };

function chart(over: Partial<Chart>): Chart {
  return { title: 'Curve', x: linear, y: { title: 'Precision' }, series: [], ...over };
}

const curve = chart({ series: [{ name: 'car', kind: 'line', x: [0, 0.5, 0.5, 1], y: [1, 1, 0.5, 0.75], also: [{ name: 'Score', values: [0.9, 0.8, 0.7, 0.6] }] }] });

const shapesOf = (given: Chart) => chartShapes(given, plot, { x: axisRange(given, 'x'), y: axisRange(given, 'y') });
const contrast = (a: string, b: string): number => {
  const [first, second] = [a, b].map((text) => luminance(parseCssColour(text) ?? [0, 0, 0]) + 0.05);
  return Math.max(first, second) / Math.min(first, second);
};

describe('charts', () => {
  describe('axes', () => {
    it('reach over all that is to be seen, or from where they say to where they say', () => {
      assert.deepEqual(axisRange(curve, 'x'), [0, 1]);
      assert.deepEqual(axisRange(curve, 'y'), [0.475, 1.025]);
      assert.deepEqual(axisRange(chart({ ...curve, y: { title: 'Precision', min: 0, max: 1 } }), 'y'), [0, 1]);
      assert.deepEqual(axisRange(chart({ series: [{ name: 'a', kind: 'bars', x: [1, 2, 4], y: [3, null, 5] }] }), 'x'), [0.5, 4.5]);
      assert.deepEqual(axisRange(chart({ series: [{ name: 'a', kind: 'bars', x: [1, 2, 4], y: [3, null, 5] }] }), 'y'), [0, 5.25]);
      assert.deepEqual(axisRange(chart({ marks: [{ y: 4, text: 'all' }], series: [{ name: 'a', kind: 'line', x: [0], y: [2] }] }), 'y'), [1.9, 4.1]);
    });

    it('have a beginning below their end, whatever the values', () => {
      const value = fc.oneof(fc.constant(null), fc.double({ noNaN: false }), fc.integer());
      fc.assert(
        fc.property(fc.array(fc.tuple(value, value)), fc.constantFrom<'linear' | 'logarithmic'>('linear', 'logarithmic'), fc.option(fc.double(), { nil: undefined }), (values, scale, min) => {
          const axis: ChartAxis = { title: 't', scale, ...(min === undefined ? {} : { min }) };
          const given = chart({ x: axis, y: axis, series: [{ name: 'a', kind: 'line', x: values.map(([x]) => x), y: values.map(([, y]) => y) }] });
          for (const name of ['x', 'y'] as const) {
            const [from, to] = axisRange(given, name);
            // Ends that are equal to the last digit have nothing between them.
            assert.ok(from < to || Math.abs(from) > 1e300 || Math.abs(from) < 1e-300, `${from} ${to}`);
            assert.ok(axisTicks([from, to], axis, 6).length < 40);
          }
          // No coordinate of a path is anything but a number.
          for (const { line, markers } of shapesOf(given)) assert.doesNotMatch(line + markers, /NaN|Infinity|undefined|null/);
        }),
      );
    });

    it('have round marks, powers of ten where they are logarithmic', () => {
      const logarithmic: ChartAxis = { title: 'n', scale: 'logarithmic' };
      assert.deepEqual(axisTicks([0.5, 20_000], logarithmic, 8).map(({ text }) => text), ['1', '10', '100', '1000', '10000']);
      assert.deepEqual(axisTicks([1e-6, 1e6], logarithmic, 4).map(({ value }) => value), [1e-4, 1, 1e4]);
      assert.deepEqual(axisTicks([15, 70], logarithmic, 8).map(({ text }) => text), ['20', '30', '50']);
    });

    it('lead from values to places and back', () => {
      fc.assert(
        fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom<'linear' | 'logarithmic'>('linear', 'logarithmic'), (share, scale) => {
          const axis: ChartAxis = { title: 't', scale };
          const back = shareOf(valueAt(share, [0.01, 300], axis), [0.01, 300], axis);
          assert.ok(Math.abs(back - share) < 1e-9);
        }),
      );
    });

    it('count what a logarithmic one has no place for', () => {
      const given = chart({ y: { title: 'n', scale: 'logarithmic' }, series: [{ name: 'a', kind: 'line', x: [0, 1, 2, 3], y: [0, 5, -1, null] }] });
      assert.equal(withoutPlace(given), 2);
      assert.equal(withoutPlace(curve), 0);
      assert.match(chartHtml(given), /2 values at or below 0 have no place on a logarithmic axis/);
    });
  });

  describe('shapes', () => {
    it('draw a line through its values in their order, at the same x as well', () => {
      const [{ line }] = shapesOf({ ...curve, y: { title: 'Precision', min: 0, max: 1 } });
      assert.equal(line, 'M40 10L240 10L240 110L440 60');
    });

    it('lift the line over what has no value', () => {
      const [{ line }] = shapesOf(chart({ y: { title: 'y', min: 0, max: 1 }, series: [{ name: 'a', kind: 'line', x: [0, 1, 2, 3], y: [0, null, 1, 0] }] }));
      assert.match(line, /^M40 210M306.67 10L440 210$/);
    });

    it('draw a line of a hundred thousand values with no more steps than pixels ask for, and end it where it ends', () => {
      const x = Array.from({ length: 100_000 }, (_, i) => i / 99_999);
      const given = chart({ y: { title: 'y', min: 0, max: 1 }, series: [{ name: 'a', kind: 'line', x, y: x.map((value) => value ** 2) }] });
      const [{ line }] = shapesOf(given);
      assert.ok((line.match(/L/g) ?? []).length < 2500);
      assert.match(line, /L440 10$/);
    });

    it('stand bars on zero, side by side, a pixel high at least', () => {
      const given = chart({
        y: { title: 'y', min: -1, max: 1 },
        series: [
          { name: 'a', kind: 'bars', x: [0, 1], y: [1, 1e-9] },
          { name: 'b', kind: 'bars', x: [0, 1], y: [-1, 0] },
        ],
      });
      const [a, b] = shapesOf(given);
      assert.equal(barStep(given.series), 1);
      assert.equal(a.area, 'M56 110L56 10L140 10L140 110ZM256 110L256 109L340 109L340 110Z');
      assert.equal(b.area, 'M140 110L140 210L224 210L224 110ZM340 110L340 110L424 110L424 110Z');
    });

    it('close bands about their gaps', () => {
      const given = chart({ y: { title: 'y', min: 0, max: 2 }, series: [{ name: 'a', kind: 'band', x: [0, 1, 2, 3, 4], y: [0, 0, null, 1, 1], upper: [1, 1, 1, 2, 2] }] });
      assert.equal(shapesOf(given)[0].area, 'M40 210L140 210L140 110L40 110ZM340 110L440 110L440 10L340 10Z');
    });
  });

  describe('looks', () => {
    it('have enough contrast against their ground', () => {
      for (const colour of seriesColours.light) assert.ok(contrast(colour, '#ffffff') >= 3, colour);
      for (const ground of ['#1f1f1f', '#000000']) for (const colour of seriesColours.dark) assert.ok(contrast(colour, ground) >= 3, colour);
    });

    it('differ by marker and dashes as well as by colour', () => {
      const series = markerShapes.map((name) => ({ name, kind: 'line' as const, x: [0], y: [0] }));
      const looks = seriesLooks(chart({ series }));
      for (const part of ['colour', 'marker'] as const) assert.equal(new Set(looks.map((look) => look[part])).size, 8, part);
      assert.equal(new Set(looks.map(({ dash }) => dash.join(' '))).size, 8);
    });

    it('are shared by a line and the band about it', () => {
      const looks = seriesLooks(
        chart({
          series: [
            { name: 'a', kind: 'band', x: [0], y: [0], upper: [1] },
            { name: 'a', kind: 'line', x: [0], y: [0] },
            { name: 'b', kind: 'line', x: [0], y: [0] },
            { name: 'ideal', kind: 'line', style: 'reference', x: [0], y: [0] },
          ],
        }),
      );
      assert.deepEqual(looks.map(({ colour }) => colour), [0, 0, 1, null]);
    });
  });

  describe('tables', () => {
    it('have a row for each value, with all that is told beside it', () => {
      assert.deepEqual(chartTable(curve), {
        title: 'Curve',
        columns: ['Recall', 'Precision', 'Score'],
        rows: [[0, 1, 0.9], [0.5, 1, 0.8], [0.5, 0.5, 0.7], [1, 0.75, 0.6]],
      });
    });

    it('put series over the same x side by side, others after each other', () => {
      const x = [1, 2];
      const band = { name: 'spread', kind: 'band' as const, x, y: [0, 1], upper: [2, 3] };
      const line = { name: 'mean', kind: 'line' as const, x, y: [1, 2] };
      assert.deepEqual(chartTable(chart({ x: { title: 'Points', unit: 'k' }, series: [band, line] })), {
        title: 'Curve',
        columns: ['Points (k)', 'spread, lower', 'spread, upper', 'mean'],
        rows: [[1, 0, 2, 1], [2, 1, 3, 2]],
      });
      assert.deepEqual(chartTable(chart({ series: [line, { ...line, name: 'other', x: [5], y: [null] }] })).rows, [['mean', 1, 1], ['mean', 2, 2], ['other', 5, null]]);
    });

    it('are thinned to rows at equal steps', () => {
      const rows = Array.from({ length: 101 }, (_, row) => [row]);
      const table = { title: 't', columns: ['n'], rows };
      assert.deepEqual(thinned(table, 5).rows, [[0], [25], [50], [75], [100]]);
      assert.equal(thinned(table, 101), table);
    });
  });

  it('lose what is not finite, and say how much', () => {
    const { chart: finite, replaced } = finiteChart({
      ...curve,
      x: { title: 'x', min: NaN, max: 4 },
      marks: [{ x: Infinity, text: 'nowhere' }, { y: 1, text: 'there' }],
      series: [{ name: 'a', kind: 'band', x: [0, Infinity], y: [NaN, 1], upper: [1, null], also: [{ name: 's', values: [-Infinity, 1] }] }],
    });
    assert.equal(replaced, 4);
    assert.deepEqual(finite, {
      ...curve,
      x: { title: 'x', max: 4 },
      marks: [{ y: 1, text: 'there' }],
      series: [{ name: 'a', kind: 'band', x: [0, null], y: [null, 1], upper: [1, null], also: [{ name: 's', values: [null, 1] }] }],
    });
    assert.deepEqual(v.parse(chartSchema, JSON.parse(JSON.stringify(finite))), finite, 'The host takes it as it is.');
    assert.throws(() => v.parse(chartSchema, { ...finite, series: [{ name: 'a', kind: 'pie', x: [], y: [] }] }));
  });
});
