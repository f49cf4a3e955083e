import fc from 'fast-check';
import { parseInventory } from './parse-inventory';
import { CSV_DELIMITERS, splitCsv } from './split-csv';

const KEY = `SHA256:${'A'.repeat(43)}`;

const YAML = `defaults: { user: jetson, identity: ~/.ssh/lab, labels: [rack-a] }
devices:
  - { name: nano-1, host: 10.0.0.7, labels: [window] }
  - { name: orin-1, port: 2222, user: root, fingerprint: '${KEY}' }
`;
const CSV = `name,host,port,user,identity,fingerprint,labels
nano-1,10.0.0.7,,jetson,~/.ssh/lab,,rack-a window

orin-1,,2222,root,"~/.ssh/lab",${KEY},rack-a
`;

describe('parseInventory', () => {
  it('reads YAML and fills in the defaults of the file', () => {
    expect(parseInventory(YAML, 'rack.yaml')).toEqual({
      ok: true,
      devices: [
        {
          where: 'rack.yaml:3:5',
          name: 'nano-1',
          host: '10.0.0.7',
          user: 'jetson',
          identity: '~/.ssh/lab',
          labels: ['rack-a', 'window'],
        },
        {
          where: 'rack.yaml:4:5',
          name: 'orin-1',
          port: 2222,
          user: 'root',
          identity: '~/.ssh/lab',
          fingerprint: KEY,
          labels: ['rack-a'],
        },
      ],
    });
  });

  it.each([
    CSV,
    CSV.replaceAll('\n', '\r\n'),
    CSV.replaceAll('\n', '\r'),
    `\ufeff${CSV}`,
    CSV.trimEnd(),
    CSV.replaceAll(',', ';'),
    CSV.replaceAll(',', '\t'),
    CSV.replaceAll(',', '|'),
    CSV.replaceAll(',', ' ; ').replaceAll('\n', '\r\n'),
    CSV.replace('name,host,port', 'Name, HOST,Port'),
    CSV.replaceAll('\n', ',,\n'),
    `${CSV},,,,,,\n,,,,,,\n`,
    `${CSV.replaceAll(',', ';')};;;\n;;;`,
  ])('reads the same of CSV', (csv) => {
    const [yaml, table] = [parseInventory(YAML, 'rack.yaml'), parseInventory(csv, 'rack.CSV')];
    if (!yaml.ok || !table.ok) throw new Error(JSON.stringify(table));
    const placeless = yaml.devices.map((device) => ({ ...device, where: expect.any(String) as string }));
    expect(table.devices).toEqual(placeless);
    expect(table.devices.map(({ where }) => where)).toEqual(['rack.CSV:2:1', 'rack.CSV:4:1']);
  });

  it.each(['sep=;\n', '\ufeffsep=;\r\n', '"sep=;"\n', 'SEP=;\r', 'sep=;;;;\n', '\r\n', ';;;\n'])(
    'reads a table behind %j',
    (before) => {
      const text = `${before}name;host;labels\nnano-1;10.0.0.7;"rack-a"\n`;
      const parsed = parseInventory(text, 'rack.csv');
      const device = { where: 'rack.csv:3:1', name: 'nano-1', host: '10.0.0.7', labels: ['rack-a'] };
      expect(parsed).toEqual({ ok: true, devices: [device] });
    },
  );

  it.each([
    ['rack.yaml', 'devices: [{ name: Nano }]', '1:19', '"Nano" is not valid here', 'lower-case letters'],
    ['rack.yaml', 'devices:\n  - name: a\n    hots: b', '3:5', 'unknown key "hots"', 'name, host, port'],
    ['rack.yaml', 'devices:\n  - host: a', '2:5', '"name" is missing', 'text'],
    ['rack.yaml', 'devices:\n  - name: a\n    port: 70000', '3:11', '70000 is too large', '65535'],
    ['rack.yaml', 'devices:\n  - name: a\n    port: ssh', '3:11', 'port must be a number, not "ssh"', 'a number'],
    ['rack.yaml', 'devices:\n  - name: a\n  - name: b\n  - name: a', '4:11', 'duplicate device name a', 'unique'],
    ['rack.yaml', 'devices: []', '1:10', 'an empty list is too short', 'at least 1 item'],
    ['rack.yaml', 'devices: nano', '1:10', 'devices must be a list, not "nano"', 'a list'],
    ['rack.yaml', 'devices:\n  - name: [', '2:12', 'not valid YAML', undefined],
    ['rack.yaml', '', '1:1', 'the file is empty', 'defaults, devices'],
    ['rack.csv', 'name,hots\na,b', '1:6', 'unknown column "hots"', 'name, host'],
    ['rack.csv', 'name,name\na,b', '1:6', 'duplicate column name', 'unique'],
    ['rack.csv', 'name,host\na', '2:1', 'this row has 1 cell', '2'],
    ['rack.csv', 'name,host\na,b\n\nc,"d', '4:3', 'unterminated quote', '"'],
    ['rack.csv', 'name,host\na,b"c', '2:3', 'a quote inside an unquoted cell', 'quotes'],
    ['rack.csv', 'name,host\na,b\nc,d e', '3:3', '"d e" is not valid here', 'a host name'],
    ['rack.csv', 'name,port\na,x', '2:3', 'port must be a number, not "x"', 'a number'],
    ['rack.csv', 'host\nb', '2:1', '"name" is missing', 'text'],
    ['rack.csv', 'name:host\na:b', '1:1', 'unknown column "name:host"', 'name, host'],
    ['rack.csv', 'sep=;\nname;hots\na;b', '2:6', 'unknown column "hots"', 'name, host'],
    ['rack.csv', 'name;host\na;b;c', '2:1', 'this row has 3 cells', '2'],
    ['rack.csv', 'name,host,\na,b,c', '2:1', 'this row has 3 cells', '2'],
    ['rack.csv', 'name;host\na;"b', '2:3', 'unterminated quote', 'semicolon'],
    ['rack.csv', 'name,host\na,  "b', '2:3', 'unterminated quote', 'comma'],
    ['rack.csv', ';;;\n;;;\n', '1:1', 'the file is empty', 'name,host'],
    ['rack.xlsx', 'a', '1:1', 'unknown file extension', 'CSV UTF-8'],
    ['rack.csv', '', '1:1', 'the file is empty', 'name,host'],
    ['rack.txt', 'a', '1:1', 'unknown file extension', '.csv'],
    ['rack.csv', 'a'.repeat(3e6), '1:1', 'the file is too long', 'at most'],
  ])('%s: %j is refused at %s', (file, text, place, message, expected) => {
    const parsed = parseInventory(text, file);
    if (parsed.ok) throw new Error('accepted');
    const [first] = parsed.errors;
    expect(first!.where).toBe(`${file}:${place}`);
    expect(first!.message).toContain(message);
    if (expected !== undefined) expect(first!.expected).toContain(expected);
  });

  it('names the nearest key, and all findings in their order', () => {
    const parsed = parseInventory('name,hots,prot\na b,,\n', 'rack.csv');
    expect(parsed).toMatchObject({ errors: [{ nearest: 'host' }, { nearest: 'port' }] });
    const rows = parseInventory('name,port\nA,1\nb,0\n', 'rack.csv');
    expect(rows).toMatchObject({ errors: [{ where: 'rack.csv:2:1' }, { where: 'rack.csv:3:3' }] });
  });
});

describe('splitCsv', () => {
  it('gives back the cells of any table, quoted or not', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('a"b', 'a,b', 'a\nb', '""', 'x'));
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(...CSV_DELIMITERS),
        (rows, end, delimiter) => {
          const split = splitCsv(rows.map((row) => row.map(quote).join(delimiter)).join(end), delimiter);
          if (!split.ok) throw new Error(split.message);
          const filled = rows.filter((row) => row.some((text) => text !== ''));
          expect(split.rows.map((row) => row.map(({ text }) => text))).toEqual(filled);
        },
      ),
    );
  });

  it('reads a long cell without an end in one go', () => {
    expect(splitCsv(`a,"${'b'.repeat(2e6)}`)).toMatchObject({ ok: false, at: { line: 1, column: 3 } });
    expect(splitCsv(`a,"${'""'.repeat(1e6)}"`)).toMatchObject({ ok: true });
  });

  it('places cells after line breaks within a cell', () => {
    const split = splitCsv('a,"b\nc",d\ne');
    if (!split.ok) throw new Error(split.message);
    expect(split.rows.flat().map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [1, 3],
      [2, 4],
      [3, 1],
    ]);
  });
});
