import { sampleMoments } from '../statistics/sample-moments';
import { isFilled, type CellDigest, type DigestedCell, type FilledCell } from './measured-cell';
import { hasScatter } from '../statistics/has-scatter';

/** The same cell in two campaigns, both with accepted trials. */
export interface CellPair {
  cell: FilledCell;
  against: FilledCell;
  /** Differences of log energy by block; null where the two do not have the same blocks. */
  differences: readonly number[] | null;
}

/** What two campaigns have in common, and what only one of them has. */
export interface PairedCampaigns {
  pairs: CellPair[];
  /** Cells without an accepted trial in the other one. */
  onlyInCampaign: FilledCell[];
  onlyInReference: FilledCell[];
}

/**
 * Pairs cells of the same key: on the same device, or, with `across`, of each device with each device of the class in the reference. Blocks
 * are compared on one device alone: on another one they were executed at other times. Yields often.
 */
export function* pairCells(
  campaign: readonly DigestedCell[],
  reference: readonly DigestedCell[],
  across: boolean,
): Generator<void, PairedCampaigns> {
  const keyOf = ({ device, cellKey }: DigestedCell): string => (across ? cellKey : `${device} ${cellKey}`);
  const earlier = yield* measuredByKey(reference, keyOf);
  const found: PairedCampaigns = { pairs: [], onlyInCampaign: [], onlyInReference: [] };
  const paired = new Set<FilledCell>();
  for (const cell of campaign) {
    yield;
    if (!isFilled(cell)) continue;
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

function* measuredByKey(cells: readonly DigestedCell[], keyOf: (cell: DigestedCell) => string) {
  const byKey = new Map<string, FilledCell[]>();
  for (const cell of cells) {
    yield;
    if (!isFilled(cell)) continue;
    const same = byKey.get(keyOf(cell));
    if (same) same.push(cell);
    else byKey.set(keyOf(cell), [cell]);
  }
  return byKey;
}

/** Null unless both have one trial in each of the same blocks. */
function differencesByBlock(cell: FilledCell, against: FilledCell): number[] | null {
  const { trials } = cell.digest;
  if (cell.device !== against.device || trials !== against.digest.trials) return null;
  const [logs, others] = [logsByBlock(cell.digest), logsByBlock(against.digest)];
  if (logs.size !== trials || others.size !== logs.size) return null;
  const blocks = [...logs.keys()].sort((a, b) => a - b);
  if (!blocks.every((block) => others.has(block))) return null;
  return blocks.map((block) => logs.get(block)! - others.get(block)!);
}

function logsByBlock({ blocks, logEnergies }: CellDigest): Map<number, number> {
  return new Map(Array.from(blocks, (block, place) => [block, logEnergies[place]!]));
}

/** Why a pair allows no verdict, whatever its figures are; null: it does. */
export type NoVerdict = 'single_trial' | 'no_scatter';

/** A single trial has no scatter to judge by; trials that are all equal look like one reading that was repeated. */
export function noVerdictOn({ cell, against, differences }: CellPair): NoVerdict | null {
  const energies = [cell, against].map(({ digest }) => digest.energy);
  if (energies.some(({ trials }) => trials < 2)) return 'single_trial';
  const scatter = energies.every(({ sdLog }) => hasScatter(sdLog));
  const differ = differences === null || hasScatter(sampleMoments(differences).deviation);
  return scatter && differ ? null : 'no_scatter';
}
