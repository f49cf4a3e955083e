import { decideSearch, runToEnd, viewSearch, type SearchTrial } from '@joulefleet/core';
import type { Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { SimulatedLab, type Noise } from './lab';
import { searchFor } from './run-search';
import type { Surface } from './surface';

const SEEDS = 3;
/** Trials before conditions change, and after. */
const TRIALS = 50;
const LAST = 20;
/** Another tenant takes the GPU: above this part of its clocks everything takes so many times the energy. */
const BUSY_FROM = 0.55;
const BUSY = 1.5;

/** A search that goes on while the true surface changes in the middle of it, beside one that stays at what was the best. */
export async function onlineFigures(
  say: (line: string) => void,
  surfaces: readonly Surface[],
  noise: Noise,
  seed: number,
): Promise<Figure[]> {
  const rounds: Round[] = [];
  for (const surface of surfaces) {
    for (let i = 0; i < SEEDS; i++) rounds.push(followChange(surface, noise, 1_000 * seed + i));
    await new Promise(setImmediate);
  }
  say(`online: ${rounds.length} searches of ${surfaces.length} surfaces that change after ${TRIALS} trials`);
  const beside = (of: (round: Round) => number) => [
    { value: meanOf(rounds.map(of)), baseline: meanOf(rounds.map(({ staying }) => staying)) },
  ];
  const found = (100 * rounds.filter(({ changes }) => changes > 0).length) / rounds.length;
  const reported = meanOf(rounds.map(({ reported: said, last }) => Math.abs(said - last)));
  return [
    makeFigure(
      'regret_pct_after_change_online',
      '%',
      beside(({ after }) => after),
      null,
    ),
    makeFigure(
      'regret_pct_last_20_online',
      '%',
      beside(({ last }) => last),
      { of: 'ratio', bound: '<=', limit: 0.2 },
    ),
    makeFigure('changes_found_pct_online', '%', [{ value: found, baseline: 100 }], null),
    makeFigure('reported_regret_error_pct_online', '%', [{ value: reported, baseline: 1 }], null),
  ];
}

/** True regrets in percent, in the mean: after the change, of the last trials, of staying; and what the search reports of its last trials. */
interface Round {
  after: number;
  last: number;
  staying: number;
  reported: number;
  changes: number;
}

function followChange(surface: Surface, noise: Noise, seed: number): Round {
  const changed = changedSurface(surface);
  const [before, after] = [surface, changed].map((each, i) => new SimulatedLab(each, noise, `online ${seed} ${i}`));
  const problem = { candidates: surface.candidates, parameters: searchFor('online', seed) };
  const history: SearchTrial[] = [];
  for (let turn = 0; turn < 2 * TRIALS; turn++) {
    const decision = runToEnd(decideSearch(problem, history, 'a'));
    if (decision.kind !== 'measure') throw new Error(`an online search does not ${decision.kind}`);
    const row = surface.candidates.findIndex(({ cell }) => cell === decision.choice.cell);
    if (turn < TRIALS) history.push(before!.measure(row, decision.choice.purpose));
    else history.push(later(after!.measure(row, decision.choice.purpose), before!.usedS));
  }
  const energies = changed.truth.map(({ energyMj }) => energyMj);
  const regretAt = (row: number): number => 100 * (energies[row]! / Math.min(...energies) - 1);
  const regrets = history
    .slice(TRIALS)
    .map(({ cell }) => regretAt(surface.candidates.findIndex((each) => each.cell === cell)));
  const former = surface.truth.map(({ energyMj }) => energyMj);
  const { online } = runToEnd(viewSearch(problem, history));
  return {
    after: meanOf(regrets),
    last: meanOf(regrets.slice(-LAST)),
    staying: regretAt(former.indexOf(Math.min(...former))),
    reported: online!.recentPct!,
    changes: online!.changes,
  };
}

function changedSurface(surface: Surface): Surface {
  const highest = Math.max(...surface.candidates.map(({ levels }) => levels.gpuHz!));
  const truth = surface.truth.map(({ durationMs, energyMj }, row) => {
    const isBusy = surface.candidates[row]!.levels.gpuHz! > BUSY_FROM * highest;
    return { durationMs, energyMj: isBusy ? BUSY * energyMj : energyMj };
  });
  return { ...surface, truth };
}

function later(trial: SearchTrial, seconds: number): SearchTrial {
  return { ...trial, startedAtMs: trial.startedAtMs + 1e3 * seconds };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}
