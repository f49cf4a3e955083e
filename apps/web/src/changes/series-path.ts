import type { NightSeriesView } from '@joulefleet/contracts';

/** The page of a series, a group or a device of a schedule. */
export function seriesPath(
  schedule: string,
  { kind, key, metric }: Pick<NightSeriesView, 'kind' | 'key' | 'metric'>,
): string {
  return `/schedules/${schedule}/series?${new URLSearchParams({ kind, key, metric }).toString()}`;
}
