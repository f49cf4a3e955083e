import { judgeConfirmation, type ConfirmationResult } from '@joulefleet/core';
import type { Rematch, TurnTrial } from '@joulefleet/store';
import type { NightCells } from './night-cell';
import { READ_METRIC } from './night-table';

/** What of a rematch is known so far. */
export interface JudgedRematch extends ConfirmationResult {
  observations: number;
}

/** Where a test stands: it is looked at after as many observations as it was planned for, whatever more there is. */
export function judgeRematch(rematch: Rematch, trials: readonly TurnTrial[], cells: NightCells): JudgedRematch {
  const observations = observationsOf(rematch, trials, cells);
  let result: JudgedRematch | null = null;
  for (const look of rematch.looks) {
    if (observations.length < look) break;
    const judged = judgeConfirmation(rematch, observations.slice(0, look), rematch.sd);
    result = { ...judged, observations: look };
    if (judged.state !== 'undecided') return result;
  }
  return result ?? { ...judgeConfirmation(rematch, [], rematch.sd), state: 'undecided', observations: 0 };
}

/** Present less former in each block A B B A of each member, in the direction of the flag; a block that lacks a trial counts for nothing. */
function observationsOf(
  { members, metric, former, present, direction }: Rematch,
  trials: readonly TurnTrial[],
  cells: NightCells,
): number[] {
  const logs = new Map<string, number>();
  const nameOf = (device: string, cell: string, version: string, repetition: number): string =>
    JSON.stringify([device, cell, version, repetition]);
  for (const trial of trials) {
    const version = cells.versionOf(trial.levels);
    const figure = figureOf(trial, metric);
    if (version === null || figure === null) continue;
    logs.set(
      nameOf(trial.device, `${trial.device} ${cells.keyOf(trial)}`, version, trial.repetition),
      Math.log(figure),
    );
  }
  const blocks = Math.ceil(Math.max(0, ...trials.map(({ repetition }) => repetition)) / 2);
  const observations: number[] = [];
  for (let block = 0; block < blocks; block++) {
    for (const { device, cell } of members) {
      const of = (version: string, turn: number): number =>
        logs.get(nameOf(device, cell, version, 2 * block + turn)) ?? NaN;
      const difference = (of(present, 1) + of(present, 2) - of(former, 1) - of(former, 2)) / 2;
      if (!Number.isNaN(difference)) observations.push(direction * difference);
    }
  }
  return observations;
}

function figureOf(trial: TurnTrial, metric: Rematch['metric']): number | null {
  const { inferences, energyMj, durationMs, powerMw, loadEnergyMj } = trial;
  const figures = { energyMj: [energyMj], durationMs: [durationMs], powerMw: [powerMw], loadEnergyMj: [loadEnergyMj] };
  return READ_METRIC[metric]({ inferences, ...figures }, 0);
}
