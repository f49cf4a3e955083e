import type { ProposedTrials, SearchDevice, SearchState, Strategy, SweepParameters } from './strategy';

/** Repetition of a sentinel trial: it counts as none of its cell's. */
export const SENTINEL_REPETITION = 0;

type Rule = Pick<SweepParameters, 'repetitions'> & { readonly sentinelEvery: number };

/**
 * Has the sentinel cell of each device measured among the trials that a strategy proposes: before the first, after each
 * `sentinelEvery` others, and after the last. They depend on the number of trials alone, so that asking in smaller pieces gives the
 * same trials.
 */
export function withSentinels(strategy: Strategy, rule: Rule): Strategy {
  return {
    name: strategy.name,
    propose: (state) => {
      const proposal = strategy.propose(state);
      return proposal.kind === 'trials'
        ? { kind: 'trials', trials: interleave(proposal.trials, state, rule) }
        : proposal;
    },
  };
}

/** Sentinel trials of a launch that proposes so many others on a device. */
export function countSentinels(trials: number, everyTrials: number): number {
  return trials === 0 ? 0 : Math.ceil(trials / everyTrials) + 1;
}

function interleave(blocks: readonly ProposedTrials[], { devices }: SearchState, rule: Rule): ProposedTrials[] {
  const byId = new Map(devices.map((device) => [device.deviceId, device]));
  const proposed = new Map(devices.map((device) => [device.deviceId, device.proposed]));
  return blocks.map((block, index) => {
    const device = byId.get(block.deviceId)!;
    const before = proposed.get(block.deviceId)!;
    proposed.set(block.deviceId, before + block.cells.length);
    const isLast = blocks[index + 1]?.deviceId !== block.deviceId;
    return device.sentinel === null ? block : withSentinel(block, { device, before, isLast }, rule);
  });
}

interface Place {
  readonly device: SearchDevice;
  /** Trials of the device before the block, without sentinels. */
  readonly before: number;
  /** No other block of the device follows in the proposal. */
  readonly isLast: boolean;
}

function withSentinel(
  { deviceId, cells, repetitions }: ProposedTrials,
  { device, before, isLast }: Place,
  { repetitions: planned, sentinelEvery }: Rule,
): ProposedTrials {
  const plannedOn = device.cellCount * planned;
  const merged = { cells: [] as number[], repetitions: [] as number[] };
  const add = (cell: number, repetition: number): void => {
    merged.cells.push(cell);
    merged.repetitions.push(repetition);
  };
  const addSentinel = (): void => add(device.sentinel!, SENTINEL_REPETITION);
  for (const [index, cell] of cells.entries()) {
    const number = before + index;
    // What was planned at first has one behind it already.
    const follows = index === 0 && number === device.proposed && number > 0 && number >= plannedOn;
    if (number % sentinelEvery === 0 && !follows) addSentinel();
    add(cell, repetitions[index]!);
  }
  if (isLast && before + cells.length >= plannedOn) addSentinel();
  return { deviceId, cells: Int32Array.from(merged.cells), repetitions: Int32Array.from(merged.repetitions) };
}
