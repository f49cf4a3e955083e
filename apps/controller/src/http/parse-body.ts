import type { PipeTransform } from '@nestjs/common';
import type { Problem } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import type { z } from 'zod';

/** A request body that its schema refuses, with every finding. */
export class BadRequest extends Fault {
  constructor(readonly findings: NonNullable<Problem['errors']>) {
    super(`the request is wrong: ${findings.map((f) => `${f.where}: ${f.message}`).join('; ')}`, {
      code: 'bad_request',
      origin: 'operator',
      transient: false,
    });
  }
}

/** Parses a body with a zod schema: `@Body(new ParseBody(schema))`. */
export class ParseBody<T> implements PipeTransform<unknown, T> {
  constructor(private readonly schema: z.ZodType<T>) {}

  transform(body: unknown): T {
    const parsed = this.schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new BadRequest(
      parsed.error.issues.map((issue) => ({ where: issue.path.join('.') || 'body', message: issue.message })),
    );
  }
}
