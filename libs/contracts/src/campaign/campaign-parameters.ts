import { FACTORS, type ParameterLevel, type WantedParameters } from '@joulefleet/core';
import * as z from 'zod';
import { STORABLE_TEXT } from '../http/storable-text';
import { refuseRepeated } from './refuse-repeated';
import { SEEN_TEXT, show } from './show';

export const MAX_PARAMETERS = 8;
export const MAX_PARAMETER_LEVELS = 64;
export const MAX_PARAMETER_CHARACTERS = 200;
export const PARAMETER_NAME = /^[A-Za-z][A-Za-z0-9_]{0,31}$/;

/** Text without line breaks and other control characters: it is shown in tables. */
const ONE_LINE = /^\P{Cc}*$/u;

const NAME_EXPECTED = 'letters, digits and `_`, at most 32, beginning with a letter';
const LEVEL_EXPECTED = `a number, text of at most ${MAX_PARAMETER_CHARACTERS} characters, true or false`;

const level = z.unknown().transform((raw, context): ParameterLevel => {
  const message = whyNot(raw);
  // A minus of zero has no place in JSON.
  if (message === null) return raw === 0 ? 0 : (raw as ParameterLevel);
  context.addIssue({ code: 'custom', message, params: { expected: LEVEL_EXPECTED } });
  return z.NEVER;
});

/** Why something is no level of a parameter; null: it is one. */
function whyNot(raw: unknown): string | null {
  switch (typeof raw) {
    case 'boolean':
      return null;
    case 'number':
      if (!Number.isFinite(raw)) return `${raw} is not finite`;
      return Math.abs(raw) > Number.MAX_SAFE_INTEGER ? `${raw} is too large to be exact` : null;
    case 'string':
      if (raw.length > MAX_PARAMETER_CHARACTERS) return `${show(raw)} is too long`;
      return STORABLE_TEXT.test(raw) && SEEN_TEXT.test(raw) && ONE_LINE.test(raw)
        ? null
        : `${show(raw)} has characters that nobody sees`;
    default:
      return `${show(raw)} is no value of a parameter`;
  }
}

const levels = z.preprocess(
  (raw) => (Array.isArray(raw) || raw === undefined ? raw : [raw]),
  z.array(level).min(1).max(MAX_PARAMETER_LEVELS).superRefine(refuseRepeated),
);

const RESERVED: readonly string[] = FACTORS.map(({ name }) => name);

/** Levels of free parameters by name, handed to a user's own command as JSON. */
export const campaignParameters = z
  .unknown()
  .superRefine((raw, context) => {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return;
    const names = Object.keys(raw);
    if (names.length === 0) {
      context.addIssue({ code: 'custom', message: 'no parameter is named', params: { expected: 'at least one' } });
    }
    if (names.length > MAX_PARAMETERS) {
      const params = { expected: `at most ${MAX_PARAMETERS}` };
      context.addIssue({ code: 'custom', message: `${names.length} parameters are too many`, params });
    }
    for (const name of names) {
      const finding = wrongName(name);
      if (finding) context.addIssue({ code: 'custom', path: [name], ...finding });
    }
  })
  .pipe(z.record(z.string(), levels))
  .transform((parameters): WantedParameters => parameters);

function wrongName(name: string) {
  if (RESERVED.includes(name)) {
    return { message: `"${name}" is a factor`, params: { expected: `factors: { ${name}: … }, or another name` } };
  }
  if (PARAMETER_NAME.test(name)) return null;
  return { message: `${show(name)} is not a name for a parameter`, params: { expected: NAME_EXPECTED } };
}
