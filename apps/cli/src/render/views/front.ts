import type { FrontMemberView, FrontView, ParetoFrontAnswer } from '@joulefleet/contracts';
import { describeWork } from '@joulefleet/core';
import { formatCount, formatEnergy, formatMeanDuration, formatRatio } from '@joulefleet/figures';
import { fitTable } from '../table/fit-table';
import { clockColumns } from '../table/clock-columns';
import { sharedColumn } from './shared-column';
import { INTERVALS, PER_INFERENCE, lines, viewPage, type ViewScreen, type ViewSection } from './view-page';

const LEGEND = [
  `energy, time: ${PER_INFERENCE}. ${INTERVALS}`,
  'certain: nothing may beat it. possible: nothing that is ranked beats it significantly in both energy and time. off: a baseline that something does beat.',
  'grade: trust grade, from A to F. unranked: with D or worse it has no place on the front, and takes nothing else off it.',
  'knee: the point farthest from the line between the ends of the front, on logarithmic scales.',
];
const RIGHT = { align: 'right' as const };

/** Fronts as tables; `all` adds cells that are not on one by the estimates. */
export function renderFronts(view: FrontView, screen: ViewScreen, options: { all: boolean }): string {
  const sections = view.fronts.map((front) => sectionOf(front, screen, options.all));
  return viewPage(view, sections, [...LEGEND, ...sourcesOf(view)], screen);
}

function sectionOf(front: ParetoFrontAnswer, screen: ViewScreen, all: boolean): ViewSection {
  const shown = front.members.filter(({ byEstimate, isBaseline }) => all || byEstimate || isBaseline);
  const left = front.members.length - shown.length;
  const batch = sharedColumn('batch', shown, ({ point }) => String(point.batchSize));
  const trials = sharedColumn('trials', shown, ({ point }) => String(point.trials));
  const work = sharedColumn('work', shown, describeWork, 'left');
  const inferences = sharedColumn('inferences', shown, (member) => String(member.inferences));
  const shared = [...(front.scope === 'benchmark' ? [] : [work]), inferences, batch, trials];
  return {
    title: [titleOf(front, shown), batch.note, trials.note].filter(Boolean).join('; '),
    body: [
      tableOf(front, shown, shared, screen),
      left > 0 ? lines(`${formatCount(left, 'more cell')} may be on the front: --all shows them.`, screen) : '',
    ],
  };
}

function titleOf(front: ParetoFrontAnswer, shown: readonly FrontMemberView[]): string {
  const { scope, device, benchmark, cells, tooLow } = front;
  const low = tooLow > 0 ? `, ${tooLow} too low to rank` : '';
  const works = new Set(shown.map(describeWork));
  const workload = works.size === 1 ? [...works][0]! : front.workload;
  const from = `the front of ${formatCount(cells, 'cell')}${low}`;
  if (scope === 'device') return `${device}: ${workload}, ${from}`;
  if (scope === 'workload') return `All devices: ${workload}, ${from} on the devices' fronts`;
  return `All models of ${benchmark}, accuracy as a third axis, ${from} on the devices' fronts`;
}

function tableOf(
  front: ParetoFrontAnswer,
  members: readonly FrontMemberView[],
  shared: readonly ReturnType<typeof sharedColumn<FrontMemberView>>[],
  screen: ViewScreen,
): string {
  const [isMany, isModels] = [front.scope !== 'device', front.scope === 'benchmark'];
  const clocks = clockColumns(members.map(({ point }) => point.levels));
  const columns = [
    ...(isMany ? [{ title: 'device' }] : []),
    ...(isModels ? [{ title: 'model' }] : []),
    ...shared.flatMap((each) => each.columns),
    ...clocks.columns,
    ...[
      { title: 'energy', ...RIGHT },
      { title: 'time', ...RIGHT },
    ],
    ...(isModels ? [{ title: 'accuracy', ...RIGHT }, { title: '% per J' }] : []),
    { title: 'grade' },
    { title: '' },
  ];
  const cells = members.map((member) => [
    ...(isMany ? [member.device] : []),
    ...(isModels ? [describeWork(member)] : []),
    ...shared.flatMap((each) => each.of(member)),
    ...clocks.of(member.point.levels),
    formatEnergy(member.point.energyMj.estimate, member.point.uncertaintyMj),
    formatMeanDuration(member.point.timeMs),
    ...(isModels ? accuracyCells(member) : []),
    member.point.grade,
    standingText(member, screen),
  ]);
  return fitTable(columns, cells, screen);
}

function accuracyCells({ accuracy, accuracyPctPerJ }: FrontMemberView): string[] {
  if (!accuracy || !accuracyPctPerJ) return ['-', '-'];
  return [`${accuracy.accuracyPct} %`, formatRatio(accuracyPctPerJ)];
}

function standingText({ standing, isBaseline, isKnee }: FrontMemberView, { colors }: ViewScreen): string {
  const words = [standing, ...(isKnee ? ['knee'] : []), ...(isBaseline ? ['governors'] : [])].join(', ');
  return standing === 'certain' ? colors.green(words) : words;
}

/** Whose figures of accuracy are shown. */
function sourcesOf({ fronts }: FrontView): string[] {
  const members = fronts.filter(({ scope }) => scope === 'benchmark').flatMap(({ members: all }) => all);
  const sources = new Set(members.flatMap(({ accuracy }) => (accuracy ? [accuracy.source] : [])));
  return sources.size === 0 ? [] : [`Accuracy as published, not measured here: ${[...sources].join('; ')}.`];
}
