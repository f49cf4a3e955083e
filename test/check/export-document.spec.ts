import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dictionaryMarkdown } from '@joulefleet/core';

const FILE = join(__dirname, '../../docs/export.md');

it('docs/export.md ends with what `joulefleet campaign export --dictionary` prints', () => {
  const [, columns] = readFileSync(FILE, 'utf8').split(/^## Columns\n/m);
  expect(columns!.slice(columns!.indexOf('### trials'))).toBe(dictionaryMarkdown());
});
