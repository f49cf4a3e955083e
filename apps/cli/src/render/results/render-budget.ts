import type { BudgetView } from '@joulefleet/contracts';
import type { Screen } from '../../terminal/screen';
import { fitTable } from '../table/fit-table';
import { formatEnergy, renderCsv } from '@joulefleet/figures';

const NAMES: Readonly<Record<string, string>> = {
  sensorOffset: 'sensor offset',
  sensorGain: 'sensor gain',
  shuntGain: 'shunt gain',
  busGain: 'bus gain',
  busOffset: 'bus offset',
  shuntTolerance: 'shunt tolerance',
  calibrationFit: 'calibration fit',
};

/** The parts as a table, and the totals. */
export function renderBudget(budget: BudgetView, screen: Screen): string {
  const { energyMj, absoluteMj, relativeMj, standardMj, calibration, rawEnergyMj, counterDifferencePct } = budget;
  const figure = (title: string) => ({ title, align: 'right' as const });
  const rows = budget.parts
    .filter((each) => each.standardMj > 0)
    .map(({ part, standardMj: mj, sharePct, cancels }) => [
      NAMES[part] ?? part,
      mj.toPrecision(4),
      sharePct.toFixed(1),
      cancels,
    ]);
  const total = ['all', standardMj.toPrecision(4), standardMj > 0 ? '100.0' : '0.0', ''];
  const what = budget.trialId === null ? `${budget.trials} trials` : `trial ${budget.trialId}`;
  const calibrated = calibration
    ? `Calibration ${calibration.version} of ${calibration.rail}; ${((rawEnergyMj ?? energyMj) / 1000).toFixed(2)} J by the sensor itself.`
    : 'The power sensor is not calibrated.';
  return [
    screen.colors.bold(`${budget.device}: ${budget.workload}, cell ${budget.cellKey.slice(0, 8)}, ${what}`),
    ...(budget.simulated ? [screen.colors.yellow('SIMULATED')] : []),
    `Energy ${formatEnergy(energyMj, absoluteMj)} (${percent(absoluteMj, energyMj)}, 95 %, of the figure on its own);`,
    `± ${percent(relativeMj, energyMj)} against another figure on the same device.`,
    calibrated,
    ...(counterDifferencePct === null ? [] : [againstCounter(counterDifferencePct)]),
    '',
    fitTable(
      [{ title: 'part' }, figure('standard mJ'), figure('share %'), { title: 'cancels on one device' }],
      [...rows, total],
      screen,
    ),
  ].join('\n');
}

/** One line for each part, and one for all of them. */
export function budgetCsv(budget: BudgetView): string {
  const { simulated, device, cellKey, trialId, energyMj, parts, standardMj } = budget;
  const about = [device, cellKey, trialId, energyMj];
  const lines = parts.map(({ part, standardMj: mj, sharePct, cancels }) => [part, mj, sharePct, cancels]);
  return renderCsv(
    ['device', 'cell_key', 'trial_id', 'energy_mj', 'part', 'standard_mj', 'share_pct', 'cancels', 'simulated'],
    [...lines, ['all', standardMj, 100, null]].map((cells) => [...about, ...cells, simulated]),
  );
}

function percent(mj: number, energyMj: number): string {
  return `${((100 * mj) / energyMj).toFixed(2)} %`;
}

function againstCounter(pct: number): string {
  return `The samples give ${Math.abs(pct).toFixed(2)} % ${pct < 0 ? 'less' : 'more'} than the hardware's own energy counter.`;
}
