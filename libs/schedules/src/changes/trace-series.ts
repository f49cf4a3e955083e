import type { NightSeriesQuery, NightSeriesView } from '@joulefleet/contracts';
import { logAsPct, type NightJudge, type NightMetric } from '@joulefleet/core';
import type { Database, StoredSchedule } from '@joulefleet/store';
import { instant } from '../schedule-view';
import { describeRow } from './describe-row';
import { judgeSchedule, type JudgedNights } from './judge-schedule';
import { idOf } from './night-changes-view';

const UNITS: Readonly<Record<NightMetric, NightSeriesView['unit']>> = {
  energy: 'mJ',
  latency: 'ms',
  power: 'mW',
  load_energy: 'mJ',
};

type Standing = ReturnType<NightJudge['standing']>;

/** Judges the nights once more, and writes down what they say of one row; null: there is none of that name. */
export async function traceSeries(
  database: Database,
  schedule: Pick<StoredSchedule, 'id' | 'name' | 'zone' | 'source'>,
  query: NightSeriesQuery,
): Promise<NightSeriesView | null> {
  const trace: Standing[] = [];
  const judged = await judgeSchedule(database, schedule, null, () => (judge) => {
    const row = judge.rowOf(query);
    if (row !== null) trace.push(judge.standing(row));
  });
  const row = judged.history.judge.rowOf(query);
  return row === null ? null : seriesView(schedule, query, row, judged, trace);
}

function seriesView(
  { name, zone }: Pick<StoredSchedule, 'name' | 'zone'>,
  { kind, key, metric }: NightSeriesQuery,
  row: number,
  judged: JudgedNights,
  trace: readonly Standing[],
): NightSeriesView {
  const { nights, table, history } = judged;
  const first = table.series[history.judge.membersOf(row)[0] ?? -1];
  const show = kind === 'series' ? Math.exp : logAsPct;
  const shown = (value: number): number | null => (Number.isFinite(value) ? show(value) : null);
  const measuredIn = (place: number): number => (kind === 'series' ? table.nights[place]![row]! : trace[place]!.value);
  return {
    schedule: name,
    simulated: nights.some(({ simulated }) => simulated),
    ...{ kind, key, metric, sentinel: kind === 'series' && first?.sentinel === true },
    ...describeRow({ kind, key }, first),
    unit: kind === 'series' ? UNITS[metric] : '%',
    nights: nights.map(({ tickMs, underTest }, place) => {
      const { value, moved, reference, reach } = trace[place]!;
      return {
        ...{ night: instant(tickMs, zone), underTest },
        ...{ measured: shown(measuredIn(place)), value: shown(value), movedPct: shownPct(moved) },
        ...{ reference: shown(reference), low: shown(reference - reach), high: shown(reference + reach) },
      };
    }),
    changes: history.changes
      .filter(({ flags }) => flags.some((flag) => flag.row === row))
      .map((each) => idOf(each, judged)),
  };
}

function shownPct(log: number): number | null {
  return Number.isFinite(log) ? logAsPct(log) : null;
}
