import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { Fault } from '@joulefleet/core';

const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Refuses control characters in path parameters of every handler: no name or id has one, and PostgreSQL rejects NUL in
 * a query.
 */
@Injectable()
export class PlainParameters implements PipeTransform<unknown, unknown> {
  /** @throws Fault `not_found` (operator). */
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type !== 'param' || typeof value !== 'string' || !CONTROL_CHARACTER.test(value)) return value;
    throw new Fault('the path contains a control character; no name or id does', {
      code: 'not_found',
      origin: 'operator',
      transient: false,
      where: data,
      remedy: 'Remove %00 to %1F and %7F from the path.',
    });
  }
}
