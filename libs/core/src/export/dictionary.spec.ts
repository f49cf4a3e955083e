import { FACTORS } from '../factors';
import { dataDictionary, dictionaryCsv, dictionaryMarkdown, EXPORT_LEVELS } from './dictionary';
import { FACTOR_COLUMNS, snakeCase } from './factor-columns';

const entries = dataDictionary();
const SUFFIXES: Readonly<Record<string, string>> = {
  ...{ mJ: '_mj', mW: '_mw', ms: '_ms', us: '_us', Hz: '_hz', mV: '_mv', Cel: '_c', '%': '_pct', uOhm: '_micro_ohm' },
};

it.each(EXPORT_LEVELS)('names each column of %s once', (level) => {
  const names = entries.filter((entry) => entry.level === level).map(({ name }) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

it('writes names in snake case, with their unit at the end, and says what each is', () => {
  for (const { name, unit, type, nullable, meaning } of entries) {
    expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
    if (unit !== null) expect([name, name.endsWith(SUFFIXES[unit] ?? '?')]).toEqual([name, true]);
    if (type === 'json') expect(name).toMatch(/_json$/);
    expect(meaning).toMatch(/^[A-Z0-9`].*\.$/);
    if (nullable) expect([name, /empty:/i.test(meaning)]).toEqual([name, true]);
  }
});

it('has columns for every factor', () => {
  const names = [...FACTOR_COLUMNS.map(({ name }) => name), 'batch_size', 'inferences'];
  const missing = FACTORS.filter(({ name }) => !names.some((column) => column.startsWith(snakeCase(name))));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

it('is CSV and Markdown too', () => {
  expect(dictionaryCsv().trimEnd().split('\r\n')).toHaveLength(entries.length + 1);
  const described = entries.filter(({ level }) => level !== 'attempts');
  expect(dictionaryMarkdown().match(/^\| `/gm)).toHaveLength(described.length);
});
