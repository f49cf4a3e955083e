import type { ChangeMarkView } from '@joulefleet/contracts';
import type { StoredMark } from '@joulefleet/store';

export function markView({ mark, by, atMs, note, link, untilMs }: StoredMark): ChangeMarkView {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return { mark, by, at: iso(atMs), note, link, until: untilMs === null ? null : iso(untilMs) };
}
