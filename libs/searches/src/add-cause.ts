import type { SearchEnd, SearchVerdict } from '@joulefleet/core';

/** The verdict of a search with why it did not come to its end, where that is because every device of it is retired. */
export function addCause({ phase, verdict }: SearchEnd, hasDevice: boolean): SearchVerdict {
  return phase === 'done' || hasDevice ? verdict : { ...verdict, reason: `No device is left. ${verdict.reason}` };
}
