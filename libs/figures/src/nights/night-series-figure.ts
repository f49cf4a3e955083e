import type { NightChange, NightSeriesView } from '@joulefleet/contracts';
import { nightChart, type NightMark } from '../charts/night-chart';
import { noteOf, type ResultFigure } from '../results/result-figure';
import { describeChangeSize, describeMeasuredAgain, describeNightChange, METRIC_WORDS } from './describe-night-change';

type Night = NightSeriesView['nights'][number];

const DAY_LENGTH = '2026-03-31'.length;
const DIGITS = 4;

/** A series over the nights of a schedule, with the changes that it is part of. */
export function nightSeriesFigure(view: NightSeriesView, changes: readonly NightChange[]): ResultFigure {
  const { nights, unit, metric, simulated } = view;
  const title = `${METRIC_WORDS[metric]}, ${whereOf(view)}`;
  const svg = nightChart({
    title: `Night by night: ${title}`,
    note: noteOf(simulated),
    yTitle: `${METRIC_WORDS[metric]}, ${unit}`,
    nights: nights.map((night) => ({
      ...night,
      atMs: Date.parse(night.night.at),
      day: dayOf(night.night),
      about: aboutNight(night, unit),
    })),
    marks: [...changes.flatMap(changeMarks), ...versionMarks(nights)],
  });
  return { kind: 'figure', title, caption: captionOf(view, changes), key: KEY, svg, table: tableOf(view) };
}

const KEY = 'Every night is the trimmed mean of its trials; days are those of the clock of the schedule.';

/** The cell on its device, the group, or the device. */
export function whereOf({
  kind,
  about,
  device,
  sentinel,
}: Pick<NightSeriesView, 'kind' | 'about' | 'device' | 'sentinel'>): string {
  if (kind === 'device') return `all of ${about}`;
  if (kind === 'group') return `group ${about}`;
  return `${device}: ${about}${sentinel ? ' (sentinel)' : ''}`;
}

function dayOf({ local }: Night['night']): string {
  return local.slice(0, DAY_LENGTH);
}

function figureOf(value: number | null): string {
  return value === null ? '–' : String(Number(value.toPrecision(DIGITS)));
}

function aboutNight({ night, value, reference, low, high, underTest }: Night, unit: string): string {
  const band =
    reference === null ? 'no reference yet' : `reference ${figureOf(reference)}, ${figureOf(low)} to ${figureOf(high)}`;
  return [`${dayOf(night)}: ${figureOf(value)} ${unit}`, band, ...(underTest === null ? [] : [underTest])].join('; ');
}

/** Nights in which something else was under test than in the measured night before. */
function versionMarks(nights: readonly Night[]): NightMark[] {
  const measured = nights.filter(({ measured: of }) => of !== null);
  return measured.flatMap(({ night, underTest }, i): NightMark[] => {
    const before = measured[i - 1]?.underTest;
    if (i === 0 || before === underTest) return [];
    return [{ atMs: Date.parse(night.at), kind: 'version', name: `${before ?? '?'} to ${underTest ?? '?'}` }];
  });
}

function changeMarks(change: NightChange): NightMark[] {
  const { since, flagged, decided, state, measuredAgain } = change;
  const name = `${describeChangeSize(change)}, ${state.replace('_', ' ')}`;
  const markAt = ({ at }: NightChange['since'], kind: NightMark['kind'], told = name): NightMark => ({
    ...{ atMs: Date.parse(at), kind, name: told },
  });
  const isDecided = decided !== null && state !== 'went_away';
  return [
    markAt(since, 'since'),
    ...(measuredAgain === null ? [] : [markAt(flagged, 'again', describeAgain(measuredAgain))]),
    ...(isDecided ? [markAt(decided, 'confirmed')] : []),
  ];
}

function describeAgain(again: NonNullable<NightChange['measuredAgain']>): string {
  return `measured again: ${describeMeasuredAgain(again)}`;
}

function captionOf({ nights, unit }: NightSeriesView, changes: readonly NightChange[]): string {
  const measured = nights.filter(({ value }) => value !== null);
  const last = measured.at(-1);
  const now =
    last === undefined
      ? 'It was measured in no night.'
      : `${measured.length} nights; the last one ${aboutNight(last, unit)}.`;
  const found = changes.map(
    (change) =>
      `Since ${dayOf(change.since)} ${describeChangeSize(change)} (${change.state.replace('_', ' ')}): ${describeNightChange(change)}.`,
  );
  return [now, ...(found.length === 0 ? ['No change was seen.'] : found)].join(' ');
}

function tableOf({ nights, unit }: NightSeriesView): ResultFigure['table'] {
  return {
    columns: [
      'night',
      `measured, ${unit}`,
      `device taken off, ${unit}`,
      `reference, ${unit}`,
      `band, ${unit}`,
      'device, %',
      'sentinels, %',
      'under test',
    ],
    numeric: [1, 2, 3, 4, 5, 6],
    rows: nights.map(({ night, measured, value, reference, low, high, movedPct, sentinelPct, underTest }) => [
      ...[night.local, figureOf(measured), figureOf(value), figureOf(reference)],
      low === null ? '–' : `${figureOf(low)} to ${figureOf(high)}`,
      ...[percent(movedPct), percent(sentinelPct), underTest ?? '–'],
    ]),
  };
}

function percent(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
