import { column, COUNT, figureIn, JSON_TEXT, optional, TEXT, type ExportColumn } from './column';
import { csvHeader, csvRows, jsonRows, valuesOf } from './encode-rows';

interface Row {
  name: string | null;
  count: number;
  energy: number | null;
  more: string;
}
const COLUMNS: ExportColumn<Row>[] = [
  optional('name', TEXT, 'A text.', (row) => row.name),
  column('count', COUNT, 'A count.', (row) => row.count),
  optional('energy_mj', figureIn('mJ'), 'A figure.', (row) => row.energy),
  column('more_json', JSON_TEXT, 'A document.', (row) => row.more),
];
const row = (over: Partial<Row> = {}): Row => ({ name: 'a', count: 1, energy: 1.5, more: '[]', ...over });
const nameOf = (name: string | null) => csvRows([COLUMNS[0]!], [row({ name })]);

it('writes one header line and a line for each row', () => {
  expect(csvHeader(COLUMNS) + csvRows(COLUMNS, [row(), row({ name: null, energy: null })])).toBe(
    'name,count,energy_mj,more_json\r\na,1,1.5,[]\r\n,1,,[]\r\n',
  );
});

it.each([
  ['a comma', 'a,b', '"a,b"'],
  ['quotes', 'a "b"', '"a ""b"""'],
  ['a line break', 'a\nb', '"a\nb"'],
  ['an empty text, which is not a missing one', '', '""'],
  ['blanks at its ends', ' a', '" a"'],
  ['any language', 'Gerät 😀 日本', 'Gerät 😀 日本'],
])('quotes %s', (_what, name, field) => expect(nameOf(name)).toBe(`${field}\r\n`));

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '=HYPERLINK("http://x","y")'])(
  'keeps a spreadsheet from running %j',
  (name) => expect(nameOf(name)).toMatch(/^"?'/),
);

it('leaves figures below zero as they are, and drops what is none', () => {
  const energies = [-2.5, NaN, Infinity, 1e21, 9007199254740991];
  const rows = energies.map((energy) => row({ energy }));
  expect(csvRows([COLUMNS[2]!], rows)).toBe('-2.5\r\n\r\n\r\n1e+21\r\n9007199254740991\r\n');
  expect(valuesOf(COLUMNS[2]!, rows)).toEqual([-2.5, null, null, 1e21, 9007199254740991]);
});

it('writes one JSON object a line, a document as one', () => {
  const lines = jsonRows(COLUMNS, [row({ name: 'a\nb "c"', more: '{"x":1}' }), row({ name: null, energy: NaN })]);
  expect(
    lines
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { name: 'a\nb "c"', count: 1, energy_mj: 1.5, more_json: { x: 1 } },
    { name: null, count: 1, energy_mj: null, more_json: [] },
  ]);
});
