import type { ComparisonView } from '@joulefleet/contracts';
import { asChangePct } from '@joulefleet/core';
import { intervalBars } from '../charts/interval-bars';
import { formatInterval } from '../text/within';
import { noteOf, type ResultFigure } from './result-figure';

const MAX_BARS = 40;
const KEY = 'Below zero the campaign takes less than its reference.';

/** Mean change of energy of each device and workload between two campaigns, those that changed most first. */
export function comparisonFigure(view: ComparisonView): ResultFigure {
  const { campaign, reference, across } = view;
  const title = `${campaign.name} against ${reference.name}`;
  const groups = view.groups
    .map(({ energyRatio, ...group }) => ({ ...group, change: asChangePct(energyRatio) }))
    .sort((a, b) => Math.abs(b.change.estimate) - Math.abs(a.change.estimate));
  const nameOf = ({ device, against, workload }: (typeof groups)[number]): string =>
    `${device}${across ? ` over ${against}` : ''}, ${workload}`;
  const bars = groups.slice(0, MAX_BARS).map((group) => ({ name: nameOf(group), ...group.change }));
  const table = {
    columns: ['device', ...(across ? ['against'] : []), 'workload', 'cells', 'energy, %'],
    numeric: across ? [3, 4] : [2, 3],
    rows: groups.map(({ device, against, workload, cells, change }) => [
      ...[device, ...(across ? [against] : []), workload],
      ...[String(cells), formatInterval(change)],
    ]),
  };
  const more = groups.length > MAX_BARS ? ` Drawn are the ${MAX_BARS} that changed most.` : '';
  return {
    ...{ kind: 'figure', title, table, key: KEY },
    caption: `Change of energy of ${title}, by device and workload: geometric means over the cells of both, with 95 % intervals. ${summaryOf(view)}${more}`,
    svg: intervalBars(
      { title: `Change of energy: ${title}`, note: noteOf(campaign.simulated || reference.simulated) },
      'change of energy, %',
      bars,
    ),
  };
}

function summaryOf({ verdicts, changed, marginPct }: ComparisonView): string {
  const { better, worse, equivalent, undecided } = verdicts;
  const cells = better + worse + equivalent + undecided;
  return `Of ${cells} cells ${worse} are worse, ${better} better, ${equivalent} equivalent and ${undecided} undecided; ${changed} changed by ${marginPct} % or more.`;
}
