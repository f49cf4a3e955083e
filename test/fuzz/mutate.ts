import type { Random } from '@joulefleet/core';

/** Values that programs are wont to trip over. */
const ODD: readonly unknown[] = [
  null,
  true,
  '',
  '\0',
  '\ud83d',
  '\u001b[2J',
  '__proto__',
  -1,
  0,
  0.5,
  2 ** 31,
  2 ** 53,
  1e308,
  [],
  {},
  'x'.repeat(5_000),
];
const ODD_TEXT = [
  '\0',
  '\r\n',
  '\t',
  '"',
  "'",
  '\\',
  '{',
  '[',
  ']',
  '<<: *a\n',
  '- ',
  ': ',
  '%',
  '&a ',
  '*a',
  '\ufeff',
  '\u2028',
  '9'.repeat(400),
];

const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)]!;

/** A text with one to four changes: something taken out, put in, doubled or overwritten. */
export function mutateText(text: string, random: Random): string {
  let mutated = text;
  for (let changes = 1 + Math.floor(random() * 4); changes > 0; changes--) {
    const at = Math.floor(random() * (mutated.length + 1));
    const length = 1 + Math.floor(random() * Math.min(40, mutated.length + 1));
    const [head, part, tail] = [mutated.slice(0, at), mutated.slice(at, at + length), mutated.slice(at + length)];
    mutated = pick(
      [
        () => head + tail,
        () => head + part + part + tail,
        () => head + pick(ODD_TEXT, random) + part + tail,
        () => head + String.fromCharCode(Math.floor(random() * 0x250)) + part.slice(1) + tail,
        () => tail + part + head,
        () => head,
      ],
      random,
    )();
  }
  return mutated;
}

/** A JSON value in which one to three places, however deep, are something else. */
export function mutateJson(value: unknown, random: Random): unknown {
  let mutated = structuredClone(value);
  for (let changes = 1 + Math.floor(random() * 3); changes > 0; changes--) mutated = replaceOne(mutated, random);
  return mutated;
}

function replaceOne(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.15) return pick(ODD, random);
  if (Array.isArray(value)) return replaceItem(value, random);
  const keys = Object.keys(value);
  if (keys.length === 0) return { [String(pick(ODD, random))]: pick(ODD, random) };
  const key = pick(keys, random);
  const entries = Object.entries(value as Record<string, unknown>);
  if (random() < 0.15) return Object.fromEntries(entries.filter(([each]) => each !== key));
  return Object.fromEntries(entries.map(([each, item]) => [each, each === key ? replaceOne(item, random) : item]));
}

function replaceItem(items: readonly unknown[], random: Random): unknown[] {
  if (items.length === 0 || random() < 0.1) return Array.from({ length: 200 }, () => items[0] ?? pick(ODD, random));
  const at = Math.floor(random() * items.length);
  return items.map((item, index) => (index === at ? replaceOne(item, random) : item));
}
