import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { Fault } from '@joulefleet/core';

const CONTROL_CHARACTER = /\p{Cc}/u;

/** Of every handler: nothing has a name or an id with a control character, and PostgreSQL does not even take NUL to look for it. */
@Injectable()
export class PlainParameters implements PipeTransform<unknown, unknown> {
  /** @throws Fault `not_found` (operator). */
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type !== 'param' || typeof value !== 'string' || !CONTROL_CHARACTER.test(value)) return value;
    throw new Fault('the path holds a control character, and nothing is called so', {
      code: 'not_found',
      origin: 'operator',
      transient: false,
      where: data,
      remedy: 'Leave out what stands as %00 to %1F, or %7F, in the path.',
    });
  }
}
