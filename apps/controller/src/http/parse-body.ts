import type { PipeTransform } from '@nestjs/common';
import { STORABLE_TEXT, type Problem } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import type { z } from 'zod';

type Findings = NonNullable<Problem['errors']>;

/** A request body or query that is refused, with every finding. */
export class BadRequest extends Fault {
  constructor(readonly findings: Findings) {
    super(`the request is wrong: ${findings.map((f) => `${f.where}: ${f.message}`).join('; ')}`, {
      code: 'bad_request',
      origin: 'operator',
      transient: false,
    });
  }
}

/** Parses a body or a query with a zod schema: `@Body(new ParseBody(schema))`. No text gets in that PostgreSQL does not take. */
export class ParseBody<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(body: unknown): T {
    const parsed = this.schema.safeParse(body);
    const findings = parsed.success ? unstorableIn(parsed.data) : parsed.error.issues.map(findingOf);
    if (parsed.success && findings.length === 0) return parsed.data;
    throw new BadRequest(findings);
  }
}

/** The texts in what a schema has let through, and which is therefore no deeper than the schema. */
function unstorableIn(value: unknown, path: readonly string[] = []): Findings {
  if (typeof value === 'string') return STORABLE_TEXT.test(value) ? [] : [unstorable(path)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => unstorableIn(each, [...path, key]));
}

function unstorable(path: readonly string[]): Findings[number] {
  return findingOf({ path, message: 'text without the character NUL and without half of a surrogate pair' });
}

function findingOf({ path, message }: { path: readonly PropertyKey[]; message: string }): Findings[number] {
  return { where: path.join('.') || 'body', message };
}
