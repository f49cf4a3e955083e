import { compareCells, digestCells, type MeasuredCell } from '../comparison';
import { factorLevels } from '../factors';
import { cellPhases } from './phases';

const trial = (energyMj: number, loadMj: number | null) => ({
  ...{ energyMj, netEnergyMj: null, durationMs: 4e4, meanPowerMw: energyMj / 40, block: 1 },
  ...{ absoluteUncertaintyMj: 0.01 * energyMj, relativeUncertaintyMj: 0 },
  phases: {
    load: loadMj === null ? null : { energyMj: loadMj, durationMs: 2e3, meanPowerMw: loadMj / 2, uncertaintyMj: 500 },
    warmup: { energyMj: 5e3, durationMs: 1e3, meanPowerMw: 5e3, uncertaintyMj: 100 },
  },
});

function phasesOf(loads: readonly (number | null)[]) {
  const cell: MeasuredCell = {
    ...{ cellKey: 'k', device: 'nano', deviceClass: 'jetson-nano', workload: 'alexnet', graphMode: 'dynamic' },
    ...{ inferences: 3200, levels: factorLevels({ batchSize: 16 }), trials: loads.map((mj) => trial(2e5, mj)) },
  };
  const compared = compareCells(digestCells([cell]));
  for (;;) {
    const { done, value } = compared.next();
    if (done) return cellPhases(value)[0]!;
  }
}

it('has loading and warming up beside the inferences, with what a reading leaves open', () => {
  const { phases, inferencesForLoad } = phasesOf([1e4, 1e4, null]);
  expect(phases.map(({ phase, trials }) => [phase, trials])).toEqual([
    ['load', 2],
    ['warmup', 3],
    ['inference', 3],
  ]);
  const [load, warmup, inference] = phases;
  expect([load!.energyMj.estimate, load!.uncertaintyMj, load!.powerMw]).toEqual(
    [1e4, 500, 5e3].map((value) => expect.closeTo(value, 6) as number),
  );
  expect(warmup!.durationMs.estimate).toBeCloseTo(1e3, 6);
  expect(inference!.energyMj.estimate).toBeCloseTo(2e5, 3);
  // An inference takes 62.5 mJ.
  expect(inferencesForLoad).toBeCloseTo(160, 6);
});

it('joins repetition with what the meter leaves open, as for the inferences', () => {
  const [load] = phasesOf([0.9e4, 1e4, 1.1e4]).phases;
  const { estimate, low, high } = load!.energyMj;
  const repetition = (Math.log(high / low) / 2) * estimate;
  expect(repetition).toBeGreaterThan(1000);
  // Of each trial 500 mJ of 10 J, in the mean of their shares.
  const meter = (estimate * (500 / 0.9e4 + 500 / 1e4 + 500 / 1.1e4)) / 3;
  expect(load!.uncertaintyMj).toBeCloseTo(Math.hypot(repetition, meter), 6);
});

it('leaves out a phase of which nothing was read', () => {
  const { phases, inferencesForLoad } = phasesOf([null]);
  expect(phases.map(({ phase }) => phase)).toEqual(['warmup', 'inference']);
  expect(inferencesForLoad).toBeNull();
});
