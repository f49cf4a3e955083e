import { Fault } from '@joulefleet/core';

/** Of a page that is asked for behind what no page ended with. */
export function badCursor(remedy: string): Fault {
  return new Fault('unknown cursor', {
    code: 'bad_cursor',
    origin: 'operator',
    transient: false,
    remedy,
  });
}
