import type { TurnTest, TurnTrial } from '@joulefleet/store';
import type { NightCells } from './night-cell';
import { READ_METRIC } from './night-table';

/** Repetitions of a version in a mirrored block. */
const TURNS = [1, 2];

/**
 * Versions that were measured in turn: of each mirrored block of each member a row with the mean of the logarithms of the figures of each version;
 * NaN where a trial of it is missing. What drifts evenly through a block is the same for all of a row.
 */
export function turnBlocks(
  { members, metric }: Pick<TurnTest, 'members' | 'metric'>,
  versions: readonly string[],
  trials: readonly TurnTrial[],
  cells: NightCells,
): number[][] {
  const logs = new Map<string, number>();
  for (const trial of trials) {
    const version = cells.versionOf(trial.levels);
    const figure = figureOf(trial, metric);
    if (version === null || figure === null) continue;
    logs.set(nameOf(`${trial.device} ${cells.keyOf(trial)}`, version, trial.repetition), Math.log(figure));
  }
  const last = trials.reduce((most, { repetition }) => Math.max(most, repetition), 0);
  const blocks = Array.from({ length: Math.ceil(last / TURNS.length) }, (_, block) => TURNS.length * block);
  const meanOf = (cell: string, version: string, before: number): number =>
    TURNS.reduce((sum, turn) => sum + (logs.get(nameOf(cell, version, before + turn)) ?? NaN), 0) / TURNS.length;
  return blocks.flatMap((before) =>
    members.map(({ cell }) => versions.map((version) => meanOf(cell, version, before))),
  );
}

function nameOf(cell: string, version: string, repetition: number): string {
  return JSON.stringify([cell, version, repetition]);
}

function figureOf(trial: TurnTrial, metric: TurnTest['metric']): number | null {
  const { inferences, energyMj, durationMs, powerMw, loadEnergyMj } = trial;
  const figures = { energyMj: [energyMj], durationMs: [durationMs], powerMw: [powerMw], loadEnergyMj: [loadEnergyMj] };
  return READ_METRIC[metric]({ inferences, ...figures }, 0);
}
