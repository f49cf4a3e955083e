import { derivedRandom } from '@joulefleet/core';
import { countFigure } from '../figures/count-figure';
import type { Benchmark, Figure } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import { boundOf } from './bound-of';
import { simulateCampaign, type SimulatedCampaign } from './simulate-campaign';
import { CLASSES, drawFleet } from './simulated-fleet';

const CAMPAIGNS = 12;
/** 1,200 cells of each class, three times: six hours for ten devices. */
const SIZE = { devicesPerClass: 10, lost: 3, clocks: 20, repetitions: 3 };
const MAX_OVER_BOUND = 1.05;

export const placementBenchmark: Benchmark = {
  name: 'placement',
  about:
    'Makespan of campaigns whose cells are shared out, against its lower bound, with a tenth of the devices lost on the way.',
  measure: (say, { seed }) => Promise.resolve(measure(say, seed)),
};

function measure(say: (line: string) => void, seed: number): Figure[] {
  const worst = { value: 0, baseline: 0, strict: 0, strictBaseline: 0 };
  let incomplete = 0;
  for (let at = 0; at < CAMPAIGNS; at++) {
    const draw = () => drawFleet(SIZE, derivedRandom(seed, `fleet ${at}`));
    const campaign = simulateCampaign(draw());
    const toOne = simulateCampaign(draw(), { balances: false });
    incomplete += campaign.incomplete;
    worst.value = Math.max(worst.value, overBound(campaign, true));
    worst.baseline = Math.max(worst.baseline, overBound(toOne, true));
    worst.strict = Math.max(worst.strict, overBound(campaign, false));
    worst.strictBaseline = Math.max(worst.strictBaseline, overBound(toOne, false));
    say(`${at + 1} of ${CAMPAIGNS} campaigns: ${overBound(campaign, true).toFixed(3)} of the bound`);
  }
  const { value, baseline, strict, strictBaseline } = worst;
  return [
    makeFigure('makespan_over_bound', '1', [{ value, baseline }], { of: 'value', bound: '<=', limit: MAX_OVER_BOUND }),
    makeFigure('makespan_over_bound_unrepeated', '1', [{ value: strict, baseline: strictBaseline }], null),
    countFigure('cells_incomplete', incomplete, CAMPAIGNS * CLASSES.length * 3 * SIZE.clocks ** 2),
  ];
}

/** Of the class that is worst; `repeated`: what lost devices had begun, and others had to measure again, is work too. */
function overBound({ classes }: SimulatedCampaign, repeated: boolean): number {
  return Math.max(
    ...classes.map(({ makespanMs, workMs, repeatedMs, lostAtMs, longestShardMs }) => {
      const work = repeated ? workMs : workMs - repeatedMs;
      return makespanMs / boundOf(work, lostAtMs, longestShardMs);
    }),
  );
}
