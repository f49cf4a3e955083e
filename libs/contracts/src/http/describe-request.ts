import type { z } from 'zod';
import { describeIssue } from '../campaign/describe-issue';
import { MAX_FINDINGS } from '../campaign/max-findings';

/** A finding in a request: where in the body or the query, and what is wrong there. */
export interface RequestFinding {
  where: string;
  message: string;
}

/** What is wrong with a body or a query, in words; the first findings of many. */
export function describeRequest(schema: z.ZodType, error: z.ZodError, value: unknown): RequestFinding[] {
  return error.issues
    .slice(0, MAX_FINDINGS)
    .flatMap((issue) => describeIssue(issue, valueAt(value, issue.path), (path) => keysOf(schema, path)))
    .map(({ path, key, message, expected, nearest }) => ({
      where: [...path, ...(key === undefined ? [] : [key])].join('.') || 'body',
      message: [message, expected && `expected ${expected}`, nearest && `did you mean ${nearest}?`]
        .filter(Boolean)
        .join('; '),
    }));
}

/** The same in one line, for what does not come from a request: an environment, a line of the agent, an answer. */
export function describeMismatch(schema: z.ZodType, error: z.ZodError, value: unknown): string {
  return describeRequest(schema, error, value)
    .map(({ where, message }) => (where === 'body' ? message : atPlace(where, message)))
    .join('; ');
}

/** `user: "a b" is not valid here`; a message that names its key already gets no second name. */
export function atPlace(where: string, message: string): string {
  return message.startsWith(`${where} `) ? message : `${where}: ${message}`;
}

/** The keys of an object's schema; deeper ones are not looked for. */
function keysOf(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const { shape } = schema as { shape?: object };
  return path.length === 0 && shape ? Object.keys(shape) : [];
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined),
    value,
  );
}
