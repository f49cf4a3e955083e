import type { NightSeriesQuery, NightSeriesView } from '@joulefleet/contracts';
import { logAsPct, sampleMoments, type NightJudge, type NightMetric } from '@joulefleet/core';
import type { Database, StoredSchedule } from '@joulefleet/store';
import { instant } from '../schedule-view';
import { describeRow } from './describe-row';
import { judgeSchedule, type JudgedNights } from './judge-schedule';
import { idOf } from './night-changes-view';
import type { NightTable } from './night-table';

const UNITS: Readonly<Record<NightMetric, NightSeriesView['unit']>> = {
  energy: 'mJ',
  latency: 'ms',
  power: 'mW',
  load_energy: 'mJ',
};

/** A night of a row, and how far the sentinel cells of its device are off their references, a logarithm; NaN: none was measured. */
type TracedNight = ReturnType<NightJudge['standing']> & { sentinels: number };

/** Judges the nights once more, and writes down what they say of one row; null: there is none of that name. */
export async function traceSeries(
  database: Database,
  schedule: Pick<StoredSchedule, 'id' | 'name' | 'zone' | 'source'>,
  query: NightSeriesQuery,
): Promise<NightSeriesView | null> {
  const trace: TracedNight[] = [];
  const judged = await judgeSchedule(database, schedule, null, (table) => (judge) => {
    const row = judge.rowOf(query);
    if (row !== null) trace.push({ ...judge.standing(row), sentinels: sentinelsOff(row, judge, table, trace.length) });
  });
  const row = judged.history.judge.rowOf(query);
  return row === null ? null : seriesView(schedule, query, row, judged, trace);
}

function sentinelsOff(row: number, judge: NightJudge, { series, nights }: NightTable, place: number): number {
  const devices = new Set(judge.membersOf(row).map((member) => series[member]!.device));
  const metric = series[judge.membersOf(row)[0] ?? -1]?.metric;
  const off = series
    .flatMap((each, of) => (each.sentinel && each.metric === metric && devices.has(each.device) ? [of] : []))
    .map((of) => nights[place]![of]! - judge.standing(of).reference)
    .filter((each) => !Number.isNaN(each));
  return devices.size === 1 && off.length > 0 ? sampleMoments(off).mean : NaN;
}

function seriesView(
  { name, zone }: Pick<StoredSchedule, 'name' | 'zone'>,
  { kind, key, metric }: NightSeriesQuery,
  row: number,
  judged: JudgedNights,
  trace: readonly TracedNight[],
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
      const { value, moved, reference, reach, sentinels } = trace[place]!;
      return {
        ...{ night: instant(tickMs, zone), underTest },
        ...{
          measured: shown(measuredIn(place)),
          value: shown(value),
          movedPct: shownPct(moved),
          sentinelPct: shownPct(sentinels),
        },
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
