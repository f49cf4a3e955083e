import { createHash } from 'node:crypto';
import type { StoredChangeName } from '@joulefleet/store';

const LENGTH = 10;

/** Id of a change: the same whatever later nights show. */
export function changeId({ flaggedMs, kind, key, metric }: StoredChangeName): string {
  const name = JSON.stringify([flaggedMs, kind, key, metric]);
  return createHash('sha256').update(name).digest('hex').slice(0, LENGTH);
}
