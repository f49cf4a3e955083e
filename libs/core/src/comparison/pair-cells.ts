import { sampleMoments } from '../statistics/sample-moments';
import type { AcceptedTrial, MeasuredCell } from './measured-cell';

/** The same cell in two campaigns, both with accepted trials. */
export interface CellPair {
  cell: MeasuredCell;
  against: MeasuredCell;
  /** Differences of log energy by block; null where the two do not have the same blocks. */
  differences: readonly number[] | null;
}

/** What two campaigns have in common, and what only one of them has. */
export interface PairedCampaigns {
  pairs: CellPair[];
  /** Cells without an accepted trial in the other one. */
  onlyInCampaign: MeasuredCell[];
  onlyInReference: MeasuredCell[];
}

/**
 * Pairs cells of the same key: on the same device, or, with `across`, of each device with each device of the class in the reference. Blocks
 * are compared on one device alone: on another one they were executed at other times. Yields often.
 */
export function* pairCells(
  campaign: readonly MeasuredCell[],
  reference: readonly MeasuredCell[],
  across: boolean,
): Generator<void, PairedCampaigns> {
  const keyOf = ({ device, cellKey }: MeasuredCell): string => (across ? cellKey : `${device} ${cellKey}`);
  const earlier = yield* measuredByKey(reference, keyOf);
  const found: PairedCampaigns = { pairs: [], onlyInCampaign: [], onlyInReference: [] };
  const paired = new Set<MeasuredCell>();
  for (const cell of campaign) {
    yield;
    if (cell.trials.length === 0) continue;
    const others = earlier.get(keyOf(cell)) ?? [];
    if (others.length === 0) found.onlyInCampaign.push(cell);
    for (const against of others) {
      paired.add(against);
      found.pairs.push({ cell, against, differences: differencesByBlock(cell, against) });
    }
  }
  for (const others of earlier.values()) found.onlyInReference.push(...others.filter((cell) => !paired.has(cell)));
  return found;
}

function* measuredByKey(cells: readonly MeasuredCell[], keyOf: (cell: MeasuredCell) => string) {
  const byKey = new Map<string, MeasuredCell[]>();
  for (const cell of cells) {
    yield;
    if (cell.trials.length === 0) continue;
    const same = byKey.get(keyOf(cell));
    if (same) same.push(cell);
    else byKey.set(keyOf(cell), [cell]);
  }
  return byKey;
}

/** Null unless both have one trial in each of the same blocks. */
function differencesByBlock(cell: MeasuredCell, against: MeasuredCell): number[] | null {
  if (cell.device !== against.device || cell.trials.length !== against.trials.length) return null;
  const [logs, others] = [logsByBlock(cell.trials), logsByBlock(against.trials)];
  if (logs.size !== cell.trials.length || others.size !== logs.size) return null;
  const blocks = [...logs.keys()].sort((a, b) => a - b);
  if (!blocks.every((block) => others.has(block))) return null;
  return blocks.map((block) => logs.get(block)! - others.get(block)!);
}

function logsByBlock(trials: readonly AcceptedTrial[]): Map<number, number> {
  return new Map(trials.map(({ block, energyMj }) => [block, Math.log(energyMj)]));
}

/** Why a pair allows no verdict, whatever its figures are; null: it does. */
export type NoVerdict = 'single_trial' | 'no_scatter';

/** A single trial has no scatter to judge by; trials that are all equal look like one reading that was repeated. */
export function noVerdictOn({ cell, against, differences }: CellPair): NoVerdict | null {
  if (Math.min(cell.trials.length, against.trials.length) < 2) return 'single_trial';
  const scatters = (values: readonly number[]): boolean => sampleMoments(values).deviation! > 0;
  const energies = [cell, against].map(({ trials }) => trials.map(({ energyMj }) => energyMj));
  return energies.every(scatters) && (differences === null || scatters(differences)) ? null : 'no_scatter';
}
