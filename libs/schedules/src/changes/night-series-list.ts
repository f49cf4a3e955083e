import type { NightSeriesList } from '@joulefleet/contracts';
import { logAsPct, type NightMetric } from '@joulefleet/core';
import type { StoredSchedule } from '@joulefleet/store';
import { instant } from '../schedule-view';
import { describeRow } from './describe-row';
import type { JudgedNights } from './judge-schedule';
import { detectableOf } from './night-changes-view';

export function nightSeriesList(
  { name, zone }: Pick<StoredSchedule, 'name' | 'zone'>,
  { nights, table, history: { judge } }: JudgedNights,
): NightSeriesList {
  const series = judge.rowNames().map(({ row, kind, key, metric, sentinel, members }) => {
    const measured = table.nights.flatMap((values, place) =>
      members.some((member) => !Number.isNaN(values[member]!)) ? [place] : [],
    );
    const last = measured.at(-1);
    const deviation = judge.deviation(row);
    return {
      ...{ kind, key, metric: metric as NightMetric, sentinel },
      ...describeRow({ kind, key }, table.series[members[0]!]),
      nights: measured.length,
      last: last === undefined ? null : instant(nights[last]!.tickMs, zone),
      changePct: deviation === null ? null : logAsPct(deviation),
      detectablePct: detectableOf(row, judge),
    };
  });
  return { schedule: name, series };
}
