import type { ProposedTrials } from './strategy';
import { SENTINEL_REPETITION } from './with-sentinels';

/**
 * Orders the trials of each block by the rank of their cell, the lowest first; cells of one rank keep their order. Sentinel trials stay where they
 * are.
 */
export function* arrangeTrials(
  blocks: Iterable<ProposedTrials>,
  rankOf: (cell: number, deviceId: string) => number,
): Generator<ProposedTrials> {
  for (const block of blocks) yield arrangeBlock(block, (cell) => rankOf(cell, block.deviceId));
}

function arrangeBlock(
  { deviceId, cells, repetitions }: ProposedTrials,
  rankOf: (cell: number) => number,
): ProposedTrials {
  const places = [...cells.keys()].filter((place) => repetitions[place] !== SENTINEL_REPETITION);
  const ranked = places.map((place) => ({ place, rank: rankOf(cells[place]!) })).sort((a, b) => a.rank - b.rank);
  const arranged = { cells: cells.slice(), repetitions: repetitions.slice() };
  ranked.forEach(({ place: from }, i) => {
    arranged.cells[places[i]!] = cells[from]!;
    arranged.repetitions[places[i]!] = repetitions[from]!;
  });
  return { deviceId, ...arranged };
}
