import type { OneSearchView } from '@joulefleet/contracts';
import { xyChart } from '../charts/xy-chart';
import { noteOf, type ResultFigure } from '../results/result-figure';

/** How the set of cells that may be the best shrinks, trial by trial. */
export function searchCourse(
  { course, workload, deviceClass, cells }: OneSearchView,
  simulated: boolean,
): ResultFigure {
  const title = `Cells that may be the best: ${workload} on ${deviceClass}`;
  const last = course.at(-1);
  const points = course.map(({ trials, mayBeBest, probability }) => ({
    ...{ x: trials, y: mayBeBest },
    about: `after ${trials} trials: ${mayBeBest} cells, ${certain(probability)} certain`,
  }));
  const svg = xyChart({
    ...{ title, note: noteOf(simulated), xTitle: 'trials', yTitle: 'cells that may be the best' },
    series: [{ name: 'cells that may be the best', kind: 'line', points }],
  });
  const table = {
    columns: ['trials', 'may be best', 'nothing is better, %'],
    numeric: [0, 1, 2],
    rows: course.map(({ trials, mayBeBest, probability }) => [
      ...[String(trials), String(mayBeBest), (probability * 100).toFixed(1)],
    ]),
  };
  const caption = last
    ? `Of ${cells.length} cells ${last.mayBeBest} may be the best after ${last.trials} trials; with ${certain(last.probability)} none is better by more than the margin.`
    : 'Nothing was tried yet.';
  return { kind: 'figure', title, caption, svg, table };
}

function certain(probability: number): string {
  return `${(probability * 100).toFixed(1)} %`;
}
