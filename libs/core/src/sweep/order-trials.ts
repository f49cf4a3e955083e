import { derivedRandom, shuffle } from '../random';

export interface OrderRequest {
  /** Identities of the cells of one device, as `expandSweep` orders them. */
  readonly cellKeys: readonly string[];
  /** Name of the device: two devices with one seed get two different orders. */
  readonly device: string;
  readonly repetitions: number;
  readonly order: 'randomised-blocks' | 'sequential';
  readonly seed: number;
}

export interface OrderedTrial {
  readonly cellKey: string;
  /** From 1; how often this cell has then been measured. */
  readonly repetition: number;
  /** From 1. A randomised block holds every cell once; what drifts slowly then hits all cells alike. */
  readonly block: number;
  /** From 0, along the whole plan of the device. */
  readonly position: number;
}

/**
 * Order of one device's trials. `randomised-blocks`: complete blocks, each shuffled on its own (MEASUREMENT 6:
 * 0.44 % error of cell means against 0.79 % ten in a row); the same cells, seed and device give the same order, however
 * the cells are permuted. `sequential`: all repetitions of a cell in a row, cells as they come, as in the study.
 */
export function orderTrials(request: OrderRequest): OrderedTrial[] {
  const cellKeys = [...new Set(request.cellKeys)];
  const repetitions = Array.from({ length: request.repetitions }, (_, index) => index + 1);
  if (request.order === 'sequential') {
    return numberTrials(cellKeys.flatMap((cellKey) => repetitions.map((repetition) => ({ cellKey, repetition }))));
  }
  cellKeys.sort();
  const random = derivedRandom(request.seed, `order|${request.device}`);
  const blocks = repetitions.map((repetition) => shuffle(cellKeys, random).map((cellKey) => ({ cellKey, repetition })));
  return numberTrials(blocks.flat());
}

function numberTrials(trials: readonly { cellKey: string; repetition: number }[]): OrderedTrial[] {
  return trials.map((trial, position) => ({ ...trial, block: trial.repetition, position }));
}
