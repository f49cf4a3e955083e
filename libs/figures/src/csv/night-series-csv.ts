import type { NightSeriesView } from '@joulefleet/contracts';
import { renderCsv } from './render-csv';

/** One line for each night of a series. */
export function nightSeriesAsCsv({
  schedule,
  kind,
  about,
  device,
  metric,
  unit,
  simulated,
  nights,
}: NightSeriesView): string {
  const columns = [
    ...[
      'schedule',
      'kind',
      'about',
      'device',
      'metric',
      'unit',
      'simulated',
      'night',
      'under_test',
      'measured',
      'value',
    ],
    ...['moved_pct', 'reference', 'low', 'high', 'sentinel_pct'],
  ];
  return renderCsv(
    columns,
    nights.map(({ night, underTest, measured, value, movedPct, reference, low, high, sentinelPct }) => [
      ...[schedule, kind, about, device, metric, unit, simulated, night.at, underTest, measured, value],
      ...[movedPct, reference, low, high, sentinelPct],
    ]),
  );
}
