import type { FrontMemberView, ParetoFrontAnswer } from '@joulefleet/contracts';
import { describeSetting, describeWork } from '@joulefleet/core';
import { xyChart, type Point, type Series } from '../charts/xy-chart';
import { formatInterval } from '../text/within';
import { energyText } from './point-text';
import { noteOf, type ResultFigure } from './result-figure';

type Member = FrontMemberView;

/** Of more series no colour and shape would be of their own. */
const MAX_SERIES = 7;

/** Time against energy: cells of which no other one is better in both. */
export function frontFigure(front: ParetoFrontAnswer, simulated: boolean): ResultFigure {
  const { members, scope } = front;
  const unit = members[0]?.unit ?? 'inference';
  const title = titleOf(front);
  const all = scope === 'device' ? ofDevice(members) : ofMany(members, scope);
  const series = all.slice(0, MAX_SERIES);
  const svg = xyChart({
    ...{ title: `Time against energy: ${title}`, note: noteOf(simulated) },
    ...{ xTitle: `time per ${unit}, ms`, yTitle: `energy per ${unit}, mJ`, series },
  });
  return {
    kind: 'figure',
    title,
    caption: captionOf(front, all.length - series.length),
    key: 'Left is faster, lower takes less energy.',
    svg,
    table: tableOf(front, unit),
  };
}

function titleOf({ scope, device, workload, benchmark }: ParetoFrontAnswer): string {
  if (scope === 'device') return `${device}, ${workload}`;
  return scope === 'workload' ? `All devices, ${workload}` : `All models of ${benchmark}`;
}

function ofDevice(members: readonly Member[]): Series[] {
  const on = members.filter(({ byEstimate, isBaseline }) => byEstimate && !isBaseline);
  const others = members.filter((member) => !on.includes(member) && !member.isBaseline);
  return [
    { name: 'knee', kind: 'marks', points: members.filter(({ isKnee }) => isKnee).map(pointOf) },
    { name: 'front: no cell is better in both', kind: 'line', points: on.map(pointOf) },
    { name: 'governors', kind: 'marks', points: members.filter(({ isBaseline }) => isBaseline).map(pointOf) },
    { name: 'may be on the front as well', kind: 'points', points: others.map(pointOf) },
  ];
}

function ofMany(members: readonly Member[], scope: ParetoFrontAnswer['scope']): Series[] {
  const groups = new Map<string, Member[]>();
  for (const member of members.filter(({ byEstimate }) => byEstimate)) {
    const name = scope === 'benchmark' ? `${member.device}, ${describeWork(member)}` : member.device;
    groups.set(name, [...(groups.get(name) ?? []), member]);
  }
  return [...groups].map(([name, group]) => ({ name, kind: 'line', points: group.map(pointOf) }));
}

function pointOf({ point, device, unit }: Member): Point {
  const { timeMs, energyMj, levels, batchSize } = point;
  return {
    ...{ x: timeMs.estimate, xLow: timeMs.low, xHigh: timeMs.high },
    ...{ y: energyMj.estimate, low: energyMj.low, high: energyMj.high },
    about: `${device}, batch ${batchSize}, ${describeSetting(levels)}: ${formatInterval(timeMs, `ms/${unit}`)}, ${formatInterval(energyMj, `mJ/${unit}`)}`,
  };
}

function captionOf({ members, cells, tooLow, scope }: ParetoFrontAnswer, leftOut: number): string {
  const count = (standing: Member['standing']) => members.filter((member) => member.standing === standing).length;
  const axes = scope === 'benchmark' ? ' Accuracy as published is a third axis, in the table.' : '';
  return [
    `Time and energy with 95 % intervals.${axes}`,
    `Of ${cells} cells ${count('certain')} are certainly on the front, and ${count('possible')} more cannot be told from it.`,
    ...(tooLow > 0 ? [`${tooLow} have a grade that is too low to rank.`] : []),
    ...(leftOut > 0 ? [`${leftOut} lines are in the table only.`] : []),
    'The knee is the point farthest from the line between the ends of the front.',
  ].join(' ');
}

function tableOf({ members, scope }: ParetoFrontAnswer, unit: string): ResultFigure['table'] {
  const isModels = scope === 'benchmark';
  return {
    columns: [
      ...['device', 'work', 'batch size', 'setting', `time, ms/${unit}`, `energy, mJ/${unit}`],
      ...(isModels ? ['accuracy, %'] : []),
      ...['standing', 'grade'],
    ],
    numeric: isModels ? [2, 4, 5, 6] : [2, 4, 5],
    rows: members.map((member) => [
      ...[member.device, describeWork(member), String(member.point.batchSize), describeSetting(member.point.levels)],
      ...[formatInterval(member.point.timeMs), energyText(member.point)],
      ...(isModels ? [String(member.accuracy?.accuracyPct ?? '–')] : []),
      ...[standingText(member), member.point.grade],
    ]),
  };
}

function standingText({ standing, isBaseline, isKnee }: Member): string {
  return [standing, ...(isKnee ? ['knee'] : []), ...(isBaseline ? ['governors'] : [])].join(', ');
}
