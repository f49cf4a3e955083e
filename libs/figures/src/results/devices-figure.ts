import type { DeviceMatrixView } from '@joulefleet/contracts';
import { describeSetting, describeWork, type Interval } from '@joulefleet/core';
import { intervalBars } from '../charts/interval-bars';
import { formatInterval } from '../text/within';
import { energyText } from './point-text';
import { noteOf, type ResultFigure } from './result-figure';

const FRAMES = {
  optimum: 'each at its optimum',
  dvfs: 'each under its governors',
  'equal-latency': 'at equal latency',
} as const;

/** What a frame means, in words. */
export function frameTitle(frame: DeviceMatrixView['frame']): string {
  return FRAMES[frame];
}

/** Energy of one work on each device, in one frame. */
export function devicesFigure(matrix: DeviceMatrixView, simulated: boolean): ResultFigure {
  const { unit, devices, latencyLimitMs } = matrix;
  const title = `${describeWork(matrix)}, batch ${matrix.batchSize}, ${FRAMES[matrix.frame]}`;
  const bars = devices.map(({ device, point: { energyMj, uncertaintyMj } }) => ({
    ...{ name: device, estimate: energyMj.estimate },
    ...{ low: Math.max(0, energyMj.estimate - uncertaintyMj), high: energyMj.estimate + uncertaintyMj },
  }));
  const limit = latencyLimitMs === null ? '' : ` A batch takes ${latencyLimitMs.toPrecision(4)} ms at most.`;
  const priced = devices.some(({ costPerMillion }) => costPerMillion !== null);
  const table = {
    columns: [
      ...['device', 'setting', `energy, mJ/${unit}`, 'latency, ms/batch', 'energy × time, mJ·s'],
      ...(priced ? [`cost of a million ${unit}s`] : []),
      ...['trials', 'grade'],
    ],
    numeric: priced ? [2, 3, 4, 5, 6] : [2, 3, 4, 5],
    rows: devices.map(({ device, point, edpMjS, costPerMillion }) => [
      ...[
        device,
        describeSetting(point.levels),
        energyText(point),
        formatInterval(point.batchMs),
        formatInterval(edpMjS),
      ],
      ...(costPerMillion ? [formatInterval(costPerMillion)] : []),
      ...[String(point.trials), point.grade],
    ]),
  };
  return {
    ...{ kind: 'figure', title, table },
    caption: `Energy per ${unit} of ${title}, with 95 % intervals that have the meter's uncertainty in them: between devices nothing cancels.${limit}`,
    svg: intervalBars({ title: `Energy by device: ${title}`, note: noteOf(simulated) }, `energy, mJ/${unit}`, bars),
  };
}

/** Energy of the device over that of the other one; null: they are the same, or were not compared. */
export function ratioOf({ ratios }: DeviceMatrixView, device: string, against: string): Interval | null {
  const found = ratios.find((each) => each.device === device && each.against === against);
  if (found) return found.energy;
  const inverse = ratios.find((each) => each.device === against && each.against === device)?.energy;
  return inverse ? { estimate: 1 / inverse.estimate, low: 1 / inverse.high, high: 1 / inverse.low } : null;
}
