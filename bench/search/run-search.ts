import {
  decideSearch,
  runToEnd,
  type EarlierKnowledge,
  type SearchParameters,
  type SearchTrial,
  type SearchVerdict,
} from '@joulefleet/core';
import { SimulatedLab, type Noise } from './lab';
import { sweepS, type Surface } from './surface';

/** What one search found, against the truth. */
export interface Finding {
  verdict: SearchVerdict;
  /** By how much the chosen cell's true cost exceeds the least, in percent; Infinity: none was chosen. */
  regretPct: number;
  /** Of the whole sweep with ten repetitions. */
  deviceTimePct: number;
  trials: number;
}

export interface Found extends Finding {
  history: readonly SearchTrial[];
}

export const SWEEP_REPETITIONS = 10;
const DEVICE = 'a';

/** Of a search that was ended from outside. */
const NOTHING_FOUND: SearchVerdict = {
  outcome: 'ended',
  cell: null,
  runnerUp: null,
  front: [],
  probability: 0,
  margin: 0,
  savingPct: null,
  reason: 'a cell was measured that is good enough',
};

/**
 * Searches a surface until the method ends, on one simulated device.
 *
 * @param options isEnough ends the search at once where it has measured such a row.
 */
export function runSearch(
  surface: Surface,
  parameters: SearchParameters,
  noise: Noise,
  { isEnough = () => false, earlier }: { isEnough?: (row: number) => boolean; earlier?: EarlierKnowledge } = {},
): Found {
  const lab = new SimulatedLab(surface, noise, String(parameters.seed));
  const problem = { candidates: surface.candidates, parameters, ...(earlier && { earlier }) };
  const history: SearchTrial[] = [];
  for (;;) {
    const decision = runToEnd(decideSearch(problem, history, DEVICE));
    if (decision.kind === 'wait') throw new Error('nothing is open, and the search waits');
    if (decision.kind === 'stop') return foundBy(surface, decision.verdict, lab, history);
    const row = surface.candidates.findIndex(({ cell }) => cell === decision.choice.cell);
    history.push(lab.measure(row, decision.choice.purpose));
    if (isEnough(row)) return foundBy(surface, NOTHING_FOUND, lab, history);
  }
}

function foundBy(surface: Surface, verdict: SearchVerdict, lab: SimulatedLab, history: readonly SearchTrial[]): Found {
  const least = Math.min(...surface.truth.map(({ energyMj }) => energyMj));
  const row = surface.candidates.findIndex(({ cell }) => cell === verdict.cell);
  const regretPct = row < 0 ? Infinity : 100 * (surface.truth[row]!.energyMj / least - 1);
  const deviceTimePct = (100 * lab.usedS) / sweepS(surface, SWEEP_REPETITIONS);
  return { verdict, regretPct, deviceTimePct, trials: history.length, history };
}

/** Of least energy, alone: nothing is checked or confirmed afterwards. */
export function searchFor(method: SearchParameters['method'], seed: number): SearchParameters {
  const objective = { name: 'energy', weight: 1, maxLatencyMs: null, maxPowerMw: null, maxEnergyMj: null } as const;
  const rest = {
    maxTrials: null,
    maxDeviceS: null,
    checkCells: 0,
    confirmTrials: 0,
    sweepRepetitions: SWEEP_REPETITIONS,
  };
  return { method, objective, margin: 0.01, probability: 0.95, seed, ...rest };
}
