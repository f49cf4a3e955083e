import type { PipeTransform } from '@nestjs/common';
import { describeRequest, STORABLE_TEXT, type Problem } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import type { z } from 'zod';

type Findings = NonNullable<Problem['errors']>;

/** An invalid request body or query, with every finding. */
export class BadRequest extends Fault {
  constructor(readonly findings: Findings) {
    super(`invalid request: ${findings.map((f) => `${f.where}: ${f.message}`).join('; ')}`, {
      code: 'bad_request',
      origin: 'operator',
      transient: false,
    });
  }
}

/**
 * Parses a body or a query with a zod schema: `@Body(new ParseBody(schema))`. Refuses text that PostgreSQL cannot
 * store.
 */
export class ParseBody<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(body: unknown): T {
    const parsed = this.schema.safeParse(body);
    const findings = parsed.success ? unstorableIn(parsed.data) : describeRequest(this.schema, parsed.error, body);
    if (parsed.success && findings.length === 0) return parsed.data;
    throw new BadRequest(findings);
  }
}

/** Paths of strings that PostgreSQL cannot store. The recursion is as deep as the schema that accepted the value. */
function unstorableIn(value: unknown, path: readonly string[] = []): Findings {
  if (typeof value === 'string') return STORABLE_TEXT.test(value) ? [] : [unstorable(path)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => unstorableIn(each, [...path, key]));
}

function unstorable(path: readonly string[]): Findings[number] {
  return { where: path.join('.') || 'body', message: 'text without NUL characters or unpaired surrogates' };
}
