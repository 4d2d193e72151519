import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvCell, csvRow } from '../../../src/formats/csv/csvCell';
import { escapeHtml } from '../../../src/operations/documents/escapeHtml';
import { escapeMarkdown } from '../../../src/operations/documents/escapeMarkdown';
import { histogramPicture } from '../../../src/operations/documents/histogramPicture';
import { reportCsv } from '../../../src/operations/documents/reportCsv';
import { reportHtml } from '../../../src/operations/documents/reportHtml';
import { reportJson } from '../../../src/operations/documents/reportJson';
import { reportMarkdown } from '../../../src/operations/documents/reportMarkdown';
import { outlineReport } from '../../../src/operations/documents/reportOutline';
import { numberText } from '../../../src/operations/figures';
import type { Cell, OperationDescriptor, Report } from '../../../src/operations/operation';

const hostile = '"><img src=x onerror=alert(1)>|`=cmd|\' /C calc\'!A0`\n# [x](javascript:1) https://a.b www.c.d @e $f$';

const descriptor: OperationDescriptor = {
  id: 'nearness',
  title: 'Nearness',
  definition: 'sum of |x - y|_2 *over* pairs',
  source: 'A paper <2017>.',
  inputs: [
    { name: 'compared', title: 'Compared', kinds: ['pointCloud'] },
    { name: 'reference', title: 'Reference', kinds: ['mesh'] },
  ],
  options: [],
  numbers: [
    { name: 'nearness', unit: 'length', meaning: 'Both directions.' },
    { name: 'forward', unit: 'length', meaning: 'One direction.' },
    { name: 'pairs', unit: 'count', meaning: 'Pairs | found.' },
    { name: 'absent', unit: 'ratio', meaning: 'Not told by this run.' },
  ],
};

const report: Report = {
  operation: 'nearness',
  definition: descriptor.definition,
  inputs: [
    { file: hostile, kind: 'pointCloud', count: 1 },
    { file: 'b.ply', kind: 'mesh', count: 1200 },
  ],
  options: { reduction: 'mean', threshold: null, label: hostile },
  // Deliberately not in the descriptor's order, and with one that it does not know.
  numbers: { 'class 3': 0.5, pairs: 1_234_567, forward: null, nearness: 0.1 + 0.2 },
  tables: [{ title: hostile, columns: ['Label', 'Value'], rows: [[hostile, 1 / 3], ['-5', null]] }],
  histograms: [{ title: 'Distances', unit: 'length', edges: [0, 1, 2, 4], counts: [1, 0, 1000] }],
  device: { kind: 'cpu', name: '2 threads', place: 'process', reason: 'small' },
  seconds: { read: 0.0012345, compute: 2, write: 0 },
  warnings: [hostile],
};

/** A reader of RFC 4180, written from its grammar. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length) throw new Error('A quoted field does not end.');
        if (text[at] !== '"') field += text[at];
        else if (text[at + 1] === '"') field += text[at++];
        else break;
      }
      at++;
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
        assert.ok(text[at] !== '"' && text[at] !== '\n', 'A bare field holds a quote or a line feed.');
        field += text[at++];
      }
    }
    row.push(field);
    if (text[at] === ',') {
      at++;
      if (at === text.length) row.push('');
      continue;
    }
    assert.equal(text.slice(at, at + 2), '\r\n');
    at += 2;
    rows.push(row);
    row = [];
  }
  return rows;
}

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', '=', '+', '-', '@', ' ', '\t', ';', "'", '1', 'e', '.', '<', '&', '|', '\\') }),
);

describe('documents of a report', () => {
  describe('outline', () => {
    it('begins with the number that the descriptor names first, and keeps those that it does not know', () => {
      const { headline, others, convention } = outlineReport(report, descriptor);
      assert.equal(headline?.name, 'nearness');
      assert.equal(headline?.text, '0.3');
      assert.equal(convention, 'Both directions.');
      assert.deepEqual(others.map(({ name, text, unit }) => [name, text, unit]), [
        ['forward', '–', "the file's unit"],
        ['pairs', '1,234,567', ''],
        ['class 3', '0.5', ''],
      ]);
      assert.equal(outlineReport({ ...report, convention: 'means.' }, descriptor).convention, 'Means.');
    });

    it('says where, how long, of what and with which options', () => {
      const { details } = outlineReport({ ...report, inputs: [report.inputs[1]], options: { reduction: 'mean', threshold: null } }, descriptor);
      assert.deepEqual(
        details.map(({ label, text }) => `${label}: ${text}`),
        [
          'Compared: b.ply (mesh, 1,200 vertices)',
          'Options: reduction mean',
          'Device: CPU, 2 threads, in the process',
          'Because: small',
          'Reading: 1.23 ms',
          'Computing: 2.000 s',
        ],
      );
    });

    it('has no headline for a report without numbers', () => {
      const { headline, others, convention } = outlineReport({ ...report, numbers: {} }, descriptor);
      assert.deepEqual([headline, others, convention], [null, [], '']);
    });
  });

  it('writes numbers for people: whole ones in full, others at six digits, a dash for none', () => {
    assert.deepEqual([null, Number.NaN, Infinity, -0, 7, 123_456_789, 1 / 3, 1e-9].map((value) => numberText(value)), [
      '–', '–', '–', '0', '7', '123,456,789', '0.333333', '1e-9',
    ]);
  });

  it('keeps everything in JSON, at full precision', () => {
    assert.deepEqual(JSON.parse(reportJson(report)), report);
  });

  describe('CSV', () => {
    it('has a block of numbers, one of each table and one of each histogram, with all digits', () => {
      const plain = { ...report, tables: [{ title: 'T', columns: ['Label', 'Value'], rows: [['wall, red', 1 / 3], ['-5', null]] }] };
      assert.equal(
        reportCsv(plain, descriptor),
        [
          'number,value,unit,meaning',
          "nearness,0.30000000000000004,the file's unit,Both directions.",
          "forward,,the file's unit,One direction.",
          'pairs,1234567,,Pairs | found.',
          'class 3,0.5,,',
          '',
          'T',
          'Label,Value',
          '"wall, red",0.3333333333333333',
          '-5,',
          '',
          'Distances',
          'from,to,count',
          '0,1,1',
          '1,2,0',
          '2,4,1000',
          '',
        ].join('\r\n'),
      );
    });

    it('lets no words be computed', () => {
      for (const formula of ['=1+1', '+1+1', '-1+1', '@SUM(A1)', ' =1', '\t=1', '\n=1', '＝1', '-', '=']) {
        assert.match(readCsv(csvRow([formula]))[0][0], /^'/, formula);
      }
      for (const plain of ['-5', '+5', '-1.5e-3', '-.5', '5-1', 'a=b', '', "'quoted"]) {
        assert.equal(csvCell(plain).replaceAll('"', ''), plain);
      }
    });

    it('gives back whatever was written', () => {
      const cell: fc.Arbitrary<Cell> = fc.oneof(anyText, fc.double({ noNaN: true }), fc.constant(null));
      fc.assert(
        fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), (cells) => {
          const [row, ...rest] = readCsv(csvRow(cells));
          assert.deepEqual(rest, []);
          assert.equal(row.length, cells.length);
          for (const [index, value] of cells.entries()) {
            if (typeof value === 'number') assert.equal(Number(row[index]), value === 0 ? 0 : value);
            else if (value === null) assert.equal(row[index], '');
            else if (row[index] !== value) assert.equal(row[index], `'${value}`);
          }
        }),
        { seed: 1, numRuns: 2000 },
      );
    });

    it('leaves no cell of words that a spreadsheet would compute', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const [[read]] = readCsv(csvRow([text]));
          assert.ok(!/^\s*[=+\-@]/.test(read) || /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(read), JSON.stringify(read));
        }),
        { seed: 2, numRuns: 2000 },
      );
    });
  });

  describe('charts', () => {
    const charted: Report = {
      ...report,
      tables: [],
      histograms: [],
      charts: [
        {
          title: 'Curve',
          x: { title: 'Recall' },
          y: { title: 'Precision' },
          series: [{ name: '=1+1', kind: 'line', x: Array.from({ length: 500 }, (_, i) => i / 499), y: Array.from({ length: 500 }, () => 1 / 3) }],
        },
      ],
    };

    it('are whole in JSON and in CSV, and thinned in Markdown, which says so', () => {
      assert.deepEqual(JSON.parse(reportJson(charted)), charted);
      const csv = reportCsv(charted, descriptor).split('\r\n');
      const from = csv.indexOf('Curve');
      assert.deepEqual(csv.slice(from, from + 3), ['Curve', 'Recall,Precision', '0,0.3333333333333333']);
      assert.equal(csv.length - 1 - (from + 2), 500);
      const markdown = reportMarkdown(charted, descriptor);
      assert.match(markdown, /### Curve\n\n\| Recall \| Precision \|\n\| ---: \| ---: \|\n\| 0 \| 0\.333333 \|/);
      assert.equal((markdown.match(/0\.333333 \|$/gm) ?? []).length, 60);
      assert.match(markdown, /60 of 500 rows; JSON and CSV have all\./);
    });

    it('are pictures in HTML, with words for those who do not see them', () => {
      const text = reportHtml(charted, descriptor);
      assert.match(text, /<svg viewBox="0 0 640 \d+" role="img" aria-label="Curve: Precision from [^"]*, over Recall from 0 to 1\. =1\+1 \(500 values\)\.">/);
      assert.match(text, /<path d="M[\d.]+ [\d.]+L/);
    });
  });

  describe('HTML', () => {
    const names: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
    const unescape = (text: string): string => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => names[name]);

    it('escapes any text so that it reads the same and is no markup', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const escaped = escapeHtml(text);
          assert.ok(!/[<>"']/.test(escaped));
          // Characters that no document may hold are replaced; everything else comes back.
          assert.equal(unescape(escaped), text.replace(/[^\P{Cc}\t\n\r]/gu, '\uFFFD'));
        }),
        { seed: 3, numRuns: 2000 },
      );
    });

    it('has the same tags whatever files, cells and warnings say', () => {
      const tags = (text: string): string[] => text.match(/<[^>]*>/g)?.map((tag) => tag.split(/[\s>]/)[0]) ?? [];
      const withText = (text: string): string =>
        reportHtml(
          {
            ...report,
            definition: text,
            convention: text,
            inputs: [{ file: text, kind: 'mesh', count: 1 }],
            options: { label: text },
            tables: [{ title: text, columns: [text], rows: [[text]] }],
            histograms: [{ title: text, unit: 'none', edges: [0, 1], counts: [1] }],
            charts: [
              {
                title: text,
                x: { title: text, unit: text },
                y: { title: text },
                series: [
                  { name: text, kind: 'line', x: [0, 1], y: [0, 1], also: [{ name: text, values: [1, 2] }] },
                  { name: `${text} 2`, kind: 'band', x: [0, 1], y: [0, 1], upper: [1, 2] },
                ],
                marks: [{ x: 0.5, text }],
              },
            ],
            device: { ...report.device, name: text, reason: text },
            warnings: [text],
          },
          descriptor,
        );
      const expected = tags(withText('plain'));
      assert.deepEqual(tags(withText(hostile)), expected);
      fc.assert(
        fc.property(anyText.filter((text) => text.trim() !== ''), (text) => assert.deepEqual(tags(withText(text)), expected)),
        { seed: 4, numRuns: 300 },
      );
    });

    it('forbids everything but its own style, and has no script', () => {
      const text = reportHtml(report, descriptor);
      assert.match(text, /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;/);
      assert.ok(!/<(script|link|iframe|object|img|a)\b/i.test(text));
      assert.ok(!/\b(src|href)=(?!x onerror)/i.test(text.replaceAll(escapeHtml(hostile), '')));
    });
  });

  describe('Markdown', () => {
    it('reads as the report', () => {
      const plain: Report = {
        ...report,
        inputs: [{ file: 'a.ply', kind: 'pointCloud', count: 1 }],
        options: {},
        tables: [{ title: 'Labels', columns: ['Label', 'Value'], rows: [['a|b', 1 / 3], ['c', null]] }],
        warnings: ['one'],
      };
      assert.equal(
        reportMarkdown(plain, descriptor),
        `## Nearness

**nearness: 0.3 the file's unit**

Both directions.

- Warning: one

| Number | Value | Unit | Meaning |
| --- | ---: | --- | --- |
| forward | – | the file's unit | One direction. |
| pairs | 1,234,567 |  | Pairs \\| found. |
| class 3 | 0.5 |  |  |

### Labels

| Label | Value |
| --- | ---: |
| a\\|b | 0.333333 |
| c | – |

### Definition

sum of \\|x - y\\|\\_2 \\*over\\* pairs

Source: A paper \\<2017\\>.

### Details

- Compared: a.ply (point cloud, 1 point)
- Device: CPU, 2 threads, in the process
- Because: small
- Reading: 1.23 ms
- Computing: 2.000 s
`,
      );
    });

    it('leaves nothing of a text that Markdown would read', () => {
      fc.assert(
        fc.property(anyText, (text) => {
          const escaped = escapeMarkdown(text);
          assert.ok(!/[\n\r\u2028\u2029]/.test(escaped));
          // Pairs of a backslash and what it escapes taken out, none of the signs is left.
          assert.ok(!/[\\`*_[\]<>|~&$@]/.test(escaped.replace(/\\[\\`*_[\]<>|~&$@\-+=#.):]/g, '')));
          assert.ok(!/^\s*([-+=#]|\d+[.)](\s|$))/.test(escaped));
        }),
        { seed: 5, numRuns: 2000 },
      );
      assert.equal(escapeMarkdown('see https://a.b or www.c.d'), 'see https\\://a.b or www\\.c.d');
      assert.equal(escapeMarkdown('1. one\n2. two'), '1\\. one 2. two');
    });
  });

  describe('histograms', () => {
    const edges = [0, 1, 2, 4];

    it('lay bars out by their edges and counts, one pixel at least', () => {
      const { bars, plot, summary } = histogramPicture({ title: 'D', unit: 'length', edges, counts: [1, 0, 1000] }, 400, 160);
      assert.equal(bars.length, 2, 'Nothing is drawn for an empty bin.');
      const [low, tall] = bars;
      assert.equal(low.height, 1);
      assert.equal(low.x, plot.left);
      assert.equal(tall.height, plot.bottom - plot.top);
      assert.ok(Math.abs(tall.x - (plot.left + plot.right) / 2) < 1e-9, 'The wide bin begins in the middle.');
      assert.equal(tall.text, '2 to 4: 1,000');
      assert.equal(summary, 'D: 1,001 values from 0 to 4, at most 1,000 in one of 3 bins.');
    });

    it('stay inside their picture, whatever the values', () => {
      const bins = fc.array(fc.nat(1e9), { minLength: 1, maxLength: 80 });
      fc.assert(
        fc.property(bins, fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 60, max: 900 }), (counts, from, step, width) => {
          const picture = histogramPicture({ title: '', unit: 'none', edges: Array.from({ length: counts.length + 1 }, (_, bin) => from + bin * step), counts }, width, 160);
          for (const bar of picture.bars) {
            assert.ok(bar.x >= picture.plot.left - 1e-6 && bar.x + bar.width <= Math.max(picture.plot.right, width) + 1e-6);
            assert.ok(bar.y >= 0 && bar.y + bar.height <= picture.plot.bottom + 1e-6);
            assert.ok(bar.height >= 1 - 1e-9);
          }
        }),
        { seed: 6, numRuns: 300 },
      );
    });

    it('of equal values are one bar, of none are empty', () => {
      assert.equal(histogramPicture({ title: '', unit: 'none', edges: [3, 3], counts: [9] }, 300, 100).bars.length, 1);
      assert.deepEqual(histogramPicture({ title: '', unit: 'none', edges: [], counts: [] }, 300, 100).bars, []);
    });
  });
});
