import type { NightChange, NightChanges } from '@joulefleet/contracts';
import {
  describeSetting,
  describeWork,
  detectableShiftPct,
  factorLevels,
  LEARNING_NIGHTS,
  logAsPct,
  medianOf,
  NIGHT_METRICS,
  optionsOf,
  stateDiscoveries,
  type Change,
  type FoundCause,
  type JudgedHistory,
  type NightMetric,
} from '@joulefleet/core';
import type { MeasuredNight, StoredSchedule } from '@joulefleet/store';
import { instant } from '../schedule-view';
import type { CellSeries, NightTable } from './night-table';

/** Nights over which a change is given the time to show. */
const SHOWN_WITHIN_NIGHTS = 7;

export function nightChangesView(
  { name, zone }: Pick<StoredSchedule, 'name' | 'zone'>,
  nights: readonly MeasuredNight[],
  { series }: NightTable,
  { changes, causes, judge, alphas }: JudgedHistory & { causes: readonly (FoundCause | null)[] },
): NightChanges {
  const learning = Math.max(0, LEARNING_NIGHTS - nights.length);
  const judged = Math.max(1, nights.length - LEARNING_NIGHTS);
  const confirmed = changes.filter(({ state }) => state === 'confirmed' || state === 'fixed');
  const regressions = confirmed.filter(({ shift }) => shift > 0).length;
  const improvements = confirmed.length - regressions;
  return {
    schedule: name,
    simulated: nights.some(({ simulated }) => simulated),
    nights: nights.length,
    learning,
    changes: changes.map((change, i) => changeView(change, causes[i]!, series, nights, zone)).reverse(),
    detectable: learning > 0 ? [] : NIGHT_METRICS.flatMap((metric) => detectable(metric, series, judge)),
    expectedFalsePerNight: stateDiscoveries({ nights: judged, alphas, regressions, improvements })
      .expectedFalsePerNight,
  };
}

function changeView(
  { flag, state, since, flaggedIn, decidedIn, shift }: Change,
  found: FoundCause | null,
  series: readonly CellSeries[],
  nights: readonly MeasuredNight[],
  zone: string,
): NightChange {
  const at = (place: number): NightChange['since'] => instant(nights[place]!.tickMs, zone);
  const [member] = flag.members;
  const first = member === undefined ? undefined : series[member];
  return {
    kind: flag.kind,
    about: flag.kind === 'series' && first ? describeCell(first) : flag.key,
    device: flag.kind === 'group' ? null : (first?.device ?? flag.key),
    metric: flag.metric as NightMetric,
    cells: new Set(flag.members.map((row) => series[row]!.cell)).size,
    changePct: logAsPct(shift),
    state,
    since: at(since),
    flagged: at(flaggedIn),
    decided: decidedIn === null ? null : at(decidedIn),
    underTest: { before: nights[since - 1]?.underTest ?? null, since: nights[since]!.underTest },
    cause: found?.cause ?? null,
    because: found?.because ?? null,
  };
}

function describeCell({ of: { workload, graphMode, levels: stored } }: CellSeries): string {
  const levels = factorLevels(stored);
  const work = describeWork({ workload, graphMode, options: optionsOf(levels) });
  return [work, `batch ${levels.batchSize}`, describeSetting(levels)].filter(Boolean).join(', ');
}

/** Of a metric; nothing where no series of it has a reference yet. */
function detectable(
  metric: NightMetric,
  series: readonly CellSeries[],
  judge: JudgedHistory['judge'],
): NightChanges['detectable'] {
  const rows = series.flatMap((each, row) => (each.metric === metric && !each.sentinel ? [row] : []));
  const known = rows
    .map((row) => judge.sensitivity(row))
    .filter(({ sd, referenceNights }) => sd > 0 && referenceNights > 0);
  if (known.length === 0) return [];
  const shifts = known.map((each) => detectableShiftPct(each, SHOWN_WITHIN_NIGHTS));
  return [{ metric, halfPct: medianOf(shifts)!, allPct: Math.max(...shifts) }];
}
