import { FACTORS, type AnyFactor, type Level } from '@joulefleet/core';
import fc from 'fast-check';
import type { z } from 'zod';
import { factorSchemas } from './factor-schemas';

const schemas: Readonly<Record<string, z.ZodType>> = factorSchemas;

/** Levels that a device of some kind can have, by the grammar of the factor. */
function levelsOf({ grammar, unset, unit }: AnyFactor): fc.Arbitrary<Level> {
  switch (grammar.kind) {
    case 'frequency':
      return fc.oneof(
        fc.constant<Level>(unset),
        fc.integer({ min: 1, max: 4_000_000 }).map((khz) => (unit === 'kHz' ? khz : khz * 1000)),
      );
    case 'word':
      return fc.constantFrom<Level>(unset, ...grammar.words);
    case 'switch':
      return fc.constantFrom<Level>(unset, true, false);
    case 'name':
      return fc.constantFrom<Level>(unset, 'MAXN', '10W');
    case 'free':
      return fc.constant<Level>(unset);
    case 'count':
      return fc.oneof(fc.constant<Level>(unset), fc.integer({ min: grammar.min, max: grammar.max }));
  }
}

/** The level that a device with just that step takes when a campaign file asks for it in words. */
function readBack(factor: AnyFactor, written: string): Level | undefined {
  const raw: unknown = /^(\d+|true|false)$/.test(written) ? JSON.parse(written) : written;
  const wanted: unknown = schemas[factor.name]!.parse(raw);
  const hz = (wanted as { levelsHz?: Level[] }).levelsHz;
  if (!hz) return (wanted as Level[])[0];
  return typeof hz[0] === 'number' && factor.unit === 'kHz' ? hz[0] / 1000 : hz[0];
}

describe.each(FACTORS.map((factor) => [factor.name, factor] as const))('%s', (_name, factor) => {
  it('reads a level as it is written', () => {
    fc.assert(fc.property(levelsOf(factor), (level) => expect(readBack(factor, factor.format(level))).toBe(level)));
  });

  it('is not varied when it is left out', () => {
    expect(schemas[factor.name]!.parse(undefined)).toEqual(factor.fallback);
  });
});
