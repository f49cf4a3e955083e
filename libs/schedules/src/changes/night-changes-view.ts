import type { NightChange, NightChanges } from '@joulefleet/contracts';
import {
  detectableShiftPct,
  isAcknowledged,
  LEARNING_NIGHTS,
  logAsPct,
  logIntervalPct,
  medianOf,
  NIGHT_METRICS,
  stateDiscoveries,
  type Change,
  type JudgedHistory,
  type MeasuredAgain,
  type NightMetric,
} from '@joulefleet/core';
import type { StoredSchedule } from '@joulefleet/store';
import { instant } from '../schedule-view';
import { narrowedBy } from '../bisect/bisect-view';
import { changeId } from './change-id';
import { describeCell, describeRow } from './describe-row';
import type { JudgedNights } from './judge-schedule';
import { markView } from './mark-view';
import type { CellSeries, NightTable } from './night-table';

type NightVerdict = NightChanges['calendar'][number]['verdict'];

/** Nights over which a change is given the time to show. */
const SHOWN_WITHIN_NIGHTS = 7;

export function nightChangesView(
  schedule: Pick<StoredSchedule, 'name' | 'zone'>,
  judged: JudgedNights,
  nowMs: number,
): NightChanges {
  const { nights, table, history } = judged;
  const learning = Math.max(0, LEARNING_NIGHTS - nights.length);
  const counts = countsOf(history);
  const stated = stateDiscoveries({
    ...{ nights: Math.max(1, nights.length - LEARNING_NIGHTS), alphas: history.alphas },
    ...{ regressions: counts.worse, improvements: counts.better },
  });
  const { injected, found, untouched, madeUp } = history.selfTest;
  return {
    schedule: schedule.name,
    simulated: nights.some(({ simulated }) => simulated),
    nights: nights.length,
    learning,
    changes: history.changes.map((change) => nightChangeView(schedule, judged, change, nowMs)).reverse(),
    calendar: calendarOf(schedule, judged),
    detectable: learning > 0 ? [] : NIGHT_METRICS.flatMap((metric) => detectable(metric, table.series, history.judge)),
    expectedFalsePerNight: stated.expectedFalsePerNight,
    balance: { ...counts, pValue: stated.balancePValue },
    selfTest: { injected, found, untouched, madeUp },
    unsteady: unsteadyOf(schedule, judged),
  };
}

/** Confirmed changes for the worse and for the better, those that are over among them. */
function countsOf({ changes }: JudgedHistory): { worse: number; better: number } {
  const real = changes.filter(({ state, confirmedIn }) => confirmedIn !== null && state !== 'went_away');
  const worse = real.filter(({ shift }) => shift > 0).length;
  return { worse, better: real.length - worse };
}

/** Id of a change among the judged nights. */
export function idOf({ flag, flaggedIn }: Change, { nights }: Pick<JudgedNights, 'nights'>): string {
  return changeId({ ...nameOf(flag), flaggedMs: nights[flaggedIn]!.tickMs });
}

/** What a flag is about, as it is stored. */
export function nameOf({ kind, key, metric }: Change['flag']) {
  return { kind, key, metric: metric as NightMetric };
}

export function nightChangeView(
  { zone }: Pick<StoredSchedule, 'zone'>,
  judged: JudgedNights,
  change: Change,
  nowMs: number,
): NightChange {
  const { flag, heads, state, since, flaggedIn, decidedIn, shift, reach, measuredAgain } = change;
  const rows = heads.flatMap(({ members }) => members);
  const { nights, table } = judged;
  const at = (place: number): NightChange['since'] => instant(nights[place]!.tickMs, zone);
  const [member] = flag.members;
  const found = judged.causes.get(change);
  const id = idOf(change, judged);
  const marks = judged.marks.get(id) ?? [];
  return {
    id,
    ...nameOf(flag),
    ...describeRow(flag, member === undefined ? undefined : table.series[member]),
    ...(flag.kind === 'series' && hasSeveralDevices(rows, table) && { device: null }),
    cells: new Set(rows.map((row) => table.series[row]!.cell)).size,
    changePct: logAsPct(shift),
    ...logIntervalPct(shift, reach),
    state,
    acknowledged: isAcknowledged(state, marks, nowMs),
    since: at(since),
    flagged: at(flaggedIn),
    decided: decidedIn === null ? null : at(decidedIn),
    underTest: { before: nights[since - 1]?.underTest ?? null, since: nights[since]!.underTest },
    narrowed: narrowedBy(judged.bisects.get(id) ?? []),
    cause: found?.cause ?? null,
    because: found?.because ?? null,
    measuredAgain: measuredAgain && measuredAgainView(measuredAgain),
    marks: marks.map(markView),
  };
}

function measuredAgainView(again: MeasuredAgain): NonNullable<NightChange['measuredAgain']> {
  const { outcome, shift, reach, sibling } = again;
  const ends = reach === null ? { lowPct: null, highPct: null } : logIntervalPct(shift, reach);
  return {
    ...{ outcome, changePct: logAsPct(shift), ...ends },
    sibling: sibling && {
      ...{ device: sibling.device, outcome: sibling.outcome, changePct: logAsPct(sibling.shift) },
      ...logIntervalPct(sibling.shift, sibling.reach),
    },
  };
}

function hasSeveralDevices(rows: readonly number[], { series }: NightTable): boolean {
  return new Set(rows.map((row) => series[row]!.device)).size > 1;
}

const verdictBefore = (place: number): NightVerdict => (place < LEARNING_NIGHTS - 1 ? 'learning' : 'quiet');

function calendarOf({ zone }: Pick<StoredSchedule, 'zone'>, judged: JudgedNights): NightChanges['calendar'] {
  const { nights, history } = judged;
  const calendar = nights.map(({ tickMs }, place) => ({
    ...{ night: instant(tickMs, zone), flagged: [] as string[], confirmed: [] as string[] },
    verdict: verdictBefore(place),
  }));
  for (const change of history.changes) {
    const flagged = calendar[change.flaggedIn]!;
    const id = idOf(change, judged);
    flagged.flagged.push(id);
    if (flagged.verdict !== 'changed') flagged.verdict = 'suspected';
    if (change.confirmedIn === null) continue;
    calendar[change.confirmedIn]!.confirmed.push(id);
    calendar[change.confirmedIn]!.verdict = 'changed';
  }
  return calendar;
}

function unsteadyOf({ zone }: Pick<StoredSchedule, 'zone'>, { nights, table, history }: JudgedNights) {
  return history.unsteady
    .map(({ row, night }) => {
      const of = table.series[row]!;
      const { device, metric, key } = of;
      return { about: describeCell(of), device, metric, key, night: instant(nights[night]!.tickMs, zone) };
    })
    .reverse();
}

/** Of a metric; nothing where no series of it has a reference yet. */
function detectable(
  metric: NightMetric,
  series: readonly CellSeries[],
  judge: JudgedHistory['judge'],
): NightChanges['detectable'] {
  const rows = series.flatMap((each, row) => (each.metric === metric && !each.sentinel ? [row] : []));
  const shifts = rows.map((row) => detectableOf(row, judge)).filter((shift) => shift !== null);
  return shifts.length === 0 ? [] : [{ metric, halfPct: medianOf(shifts)!, allPct: Math.max(...shifts) }];
}

/** The least change of a row, in percent, that would be flagged within seven nights, four times of five; null: it is not judged yet. */
export function detectableOf(row: number, judge: JudgedHistory['judge']): number | null {
  const known = judge.sensitivity(row);
  if (!(known.sd > 0) || known.referenceNights === 0 || !Number.isFinite(known.threshold)) return null;
  return detectableShiftPct(known, SHOWN_WITHIN_NIGHTS);
}
