import { nearestWord } from '@joulefleet/core';
import type { z } from 'zod';
import { isFactorKey, knownKeysAt } from './known-keys';
import { MAX_FINDINGS } from './max-findings';
import { show } from './show';

/** One finding in a campaign file. */
export interface CampaignFileError {
  /** `file:line:column`. */
  where: string;
  message: string;
  /** What is valid there. */
  expected?: string;
  /** The valid word closest to the one that was written. */
  nearest?: string;
}

/** A finding before its place is known; `key` says that the key itself is meant, not its value. */
export interface DescribedIssue extends Omit<CampaignFileError, 'where'> {
  path: readonly PropertyKey[];
  key?: string;
}

/** The keys that are valid at a place of a file. */
export type KnownKeys = (path: readonly PropertyKey[]) => readonly string[];

/**
 * The one place that words what zod found: its own messages never reach a user.
 *
 * @param found the value at the issue's path.
 */
export function describeIssue(
  issue: z.core.$ZodIssue,
  found: unknown,
  knownKeys: KnownKeys = knownKeysAt,
): DescribedIssue[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, MAX_FINDINGS).map((key) => unknownKey(path, key, knownKeys(path)));
    case 'invalid_key':
      return [unknownKey(path.slice(0, -1), String(path.at(-1)), knownKeys(path.slice(0, -1)))];
    case 'invalid_type':
      return [wrongType(issue, found, knownKeys(path))];
    case 'invalid_value':
      return [wrongWord(issue, found)];
    case 'too_small':
      return [{ path, message: `${show(found)} is too ${scale(issue.origin).small}`, expected: atLeast(issue) }];
    case 'too_big':
      return [{ path, message: `${show(found)} is too ${scale(issue.origin).big}`, expected: atMost(issue) }];
    case 'invalid_format':
      return [{ path, message: notValid(found), expected: FORMATS[issue.format] ?? ownWords(issue.message) }];
    case 'custom':
      return [
        {
          path,
          message: ownWords(issue.message) ?? notValid(found),
          ...(issue.params as { expected?: string; nearest?: string }),
        },
      ];
    default:
      return [{ path, message: notValid(found), expected: ownWords(issue.message) }];
  }
}

/** What a format is like, where the parser only names it. */
const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'a time with its offset, such as 2026-05-01T08:00:00Z',
  url: 'an address, such as http://plug-7.lab/cycle',
  uuid: 'an id',
};

function notValid(found: unknown): string {
  return `${show(found)} is not valid here`;
}

/** The message that the schema gives; undefined for zod's own, all of which begin in the same way. */
function ownWords(message: string): string | undefined {
  return message.startsWith('Invalid') ? undefined : message;
}

function unknownKey(path: readonly PropertyKey[], key: string, known: readonly string[]): DescribedIssue {
  if (known.includes('factors') && isFactorKey(key)) {
    return {
      path,
      key,
      message: `"${key}" belongs under "factors"`,
      expected: `factors: { ${key}: … }`,
    };
  }
  const nearest = nearestWord(key, known);
  return { path, key, message: `unknown key ${show(key)}`, expected: known.join(', '), nearest };
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'keys and values',
  record: 'keys and values',
};

function wrongType(issue: z.core.$ZodIssueInvalidType, found: unknown, knownKeys: readonly string[]): DescribedIssue {
  const { path } = issue;
  const expected = knownKeys.join(', ') || (TYPE_WORDS[issue.expected] ?? issue.expected);
  if (found === undefined) return { path, message: `"${String(path.at(-1))}" is missing`, expected };
  if (found === null && path.length === 0) {
    return { path, message: 'the file is empty', expected: `keys such as ${knownKeys.slice(0, 2).join(', ')}` };
  }
  return {
    path,
    message: mustBe(path, TYPE_WORDS[issue.expected] ?? issue.expected, found),
    expected: asLevels(path, found) ?? inQuotesOrNot(issue.expected, found) ?? expected,
  };
}

/** `name must be text, not 2026`; of the whole, which has no name: `expected keys and values, found a list`. */
function mustBe(path: readonly PropertyKey[], type: string, found: unknown): string {
  const key = path.findLast((step) => typeof step === 'string');
  if (key === undefined) return `expected ${type}, found ${show(found)}`;
  if (found === null) return `${key} has no value`;
  if (typeof found === 'number' && !Number.isFinite(found)) return `${key} must be a finite number`;
  return `${key} must be ${type}, not ${show(found)}`;
}

/** Levels of a key that is a number for all cells, and a factor as well. */
function asLevels(path: readonly PropertyKey[], found: unknown): string | null {
  const [key] = path;
  return path.length === 1 && Array.isArray(found) && isFactorKey(String(key))
    ? `a number for all cells, or factors: { ${String(key)}: … }`
    : null;
}

/** How to write what was meant: a number that stands in quotes or has separators, a text that looks like a number. */
function inQuotesOrNot(expected: string, found: unknown): string | null {
  if (expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')) {
    return `"${found}", in quotes`;
  }
  if ((expected !== 'number' && expected !== 'int') || typeof found !== 'string') return null;
  const figure = found.trim().replaceAll(/[_' ,](?=\d{3})/g, '');
  if (!/^-?\d+(\.\d+)?$/.test(figure)) return null;
  return `a number: ${figure}, without quotes or separators`;
}

function wrongWord(issue: z.core.$ZodIssueInvalidValue, found: unknown): DescribedIssue {
  const words = issue.values.map(String);
  const nearest = typeof found === 'string' ? nearestWord(found, words) : undefined;
  const at = String(issue.path.findLast((step) => typeof step === 'string') ?? 'this');
  const message = found === undefined ? `"${at}" is missing` : `${at} cannot be ${show(found)}`;
  return { path: issue.path, message, expected: words.join(', '), nearest };
}

function scale(origin: string): { small: string; big: string } {
  if (origin === 'string' || origin === 'array') return { small: 'short', big: 'long' };
  return { small: 'small', big: 'large' };
}

function atLeast(issue: z.core.$ZodIssueTooSmall): string {
  return `${issue.inclusive === false ? 'more than' : 'at least'} ${String(issue.minimum)}${items(issue.origin, issue.minimum)}`;
}

function atMost(issue: z.core.$ZodIssueTooBig): string {
  return `${issue.inclusive === false ? 'less than' : 'at most'} ${String(issue.maximum)}${items(issue.origin, issue.maximum)}`;
}

function items(origin: string, count: number | bigint): string {
  const noun = origin === 'string' ? ' character' : origin === 'array' ? ' item' : '';
  return noun === '' || Number(count) === 1 ? noun : `${noun}s`;
}
