import type { DeviceMatrixView, DeviceRankingView, DevicesView } from '@joulefleet/contracts';
import { describeWork } from '@joulefleet/core';
import { formatCount, formatEnergy, formatMeanDuration, formatRatio, gradeText, ratioGrade } from '@joulefleet/figures';
import { fitTable } from '../table/fit-table';
import { clockColumns } from '../table/clock-columns';
import { INTERVALS, PER_INFERENCE, viewPage, type ViewScreen, type ViewSection } from './view-page';

type Device = DeviceMatrixView['devices'][number];

const FRAMES = {
  optimum: 'each at its optimum',
  dvfs: 'each under its governors',
  'equal-latency': 'at equal latency',
} as const;
const LEGEND = [
  `energy: ${PER_INFERENCE}. latency: per batch. EDP: the product of energy and time of the same. ${INTERVALS}`,
  "Ratios between devices have the uncertainty of both sensors. Ranked by geometric means over the work that all devices have; their interval is that of the works (bootstrap) with the sensors'.",
  'tied: its interval allows it to take as little energy as the best. grade: trust grades, from A to F; with D or worse there is no rank.',
  'equal latency: each at its least energy among the cells that are as fast as the slowest device can be.',
];
const PRICED =
  'per million: electricity for a million inferences (or units that the workload counts), in the currency of the price; of the module alone.';
const RIGHT = { align: 'right' as const };

/** Rankings first, then each work in each frame. */
export function renderDeviceMatrices(view: DevicesView, screen: ViewScreen): string {
  const sections = [
    ...view.rankings.map((ranking) => rankingSection(ranking, screen)),
    ...view.matrices.map((matrix) => matrixSection(matrix, view, screen)),
  ];
  const legend = view.pricePerKwh === null ? LEGEND : [...LEGEND, PRICED];
  return viewPage(view, sections, legend, screen);
}

function rankingSection({ frame, works, devices, rankable }: DeviceRankingView, screen: ViewScreen): ViewSection {
  const titles = ['', 'device', 'energy', 'latency', 'EDP', 'grade', ''];
  const [first] = devices;
  const table = fitTable(
    titles.map((title) => ({ title })),
    devices.map(({ rank, device, energy, latency, edp, grade, apart }) => [
      rank === null ? '-' : `${rank}.`,
      device,
      ...[energy, latency, edp].map((ratio) => (device === first!.device ? '1' : formatRatio(ratio))),
      gradeText(grade),
      rank === null ? '' : rank === 1 ? (rankable ? 'best' : 'best of those ranked') : apart ? '' : 'tied',
    ]),
    screen,
  );
  const against = first!.rank === null ? `no order: every grade is too low; times ${first!.device}` : 'times the best';
  return { title: `Ranking, ${FRAMES[frame]}, over ${formatCount(works, 'work')}: ${against}`, body: [table] };
}

function matrixSection(matrix: DeviceMatrixView, view: DevicesView, screen: ViewScreen): ViewSection {
  const { batchSize, inferences, unit, frame, latencyLimitMs, devices, ratios } = matrix;
  const limit = latencyLimitMs === null ? '' : ` (${latencyLimitMs.toPrecision(4)} ms at most)`;
  const work = `${describeWork(matrix)}, batch ${batchSize}, ${inferences} ${unit}s`;
  return {
    title: `${work}: ${FRAMES[frame]}${limit}`,
    body: [figuresTable(devices, view, screen), ratiosTable(ratios, screen)],
  };
}

function figuresTable(devices: readonly Device[], { pricePerKwh }: DevicesView, screen: ViewScreen): string {
  const clocks = clockColumns(devices.map(({ point }) => point.levels));
  const priced = pricePerKwh === null ? [] : [{ title: 'per million', ...RIGHT }];
  const figures = ['trials', 'energy', 'latency'].map((title) => ({ title, ...RIGHT }));
  return fitTable(
    [{ title: 'device' }, ...clocks.columns, ...figures, ...priced, { title: 'grade' }],
    devices.map(({ device, point, costPerMillion }) => [
      device,
      ...clocks.of(point.levels),
      String(point.trials),
      formatEnergy(point.energyMj.estimate, point.uncertaintyMj),
      formatMeanDuration(point.batchMs),
      ...(costPerMillion ? [formatRatio(costPerMillion)] : []),
      gradeText(point.grade),
    ]),
    screen,
  );
}

function ratiosTable(ratios: DeviceMatrixView['ratios'], screen: ViewScreen): string {
  if (ratios.length === 0) return '';
  return fitTable(
    ['device', 'over', 'energy', 'latency', 'EDP', 'grade'].map((title) => ({ title })),
    ratios.map(({ device, against, ...figures }) => [
      device,
      against,
      ...[figures.energy, figures.latency, figures.edp].map(formatRatio),
      ratioGrade(figures),
    ]),
    screen,
  );
}
