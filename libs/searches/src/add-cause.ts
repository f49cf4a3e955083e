import type { SearchEnd } from '@joulefleet/core';

/** The verdict of a search with why it did not come to its end, where that is because every device of it is retired. */
export function addCause({ byItself, verdict }: SearchEnd, hasDevice: boolean): SearchEnd['verdict'] {
  return byItself || hasDevice ? verdict : { ...verdict, reason: `No device is left. ${verdict.reason}` };
}
