import { poolVariance } from '../statistics';
import { combineBudget, coverageHalfWidth95, energyBudget, energyUncertainty, INA3221 } from './index';

const raw = (energyMj: number) => ({ energyMj, durationMs: 2e4, gapUncertaintyMj: 0, edgeUncertaintyMj: 500 });
const trial = (energyMj: number) => ({
  energyMj,
  relativeUncertaintyMj: energyUncertainty(raw(energyMj), 0.001).relativeUncertaintyMj,
  parts: energyBudget(raw(energyMj), 0.001),
});
const SCATTER = { trials: 4, sdLog: 0.01 };
const POOL = poolVariance([SCATTER]);
const cell = (...energies: number[]) => combineBudget(energies.map(trial), SCATTER, POOL, false)!;

it('shares out the whole variance', () => {
  const { parts, standardMj } = cell(1e5, 1e5, 1e5, 1e5);
  expect(parts.reduce((sum, { sharePct }) => sum + sharePct, 0)).toBeCloseTo(100, 9);
  expect(Math.hypot(...parts.map((each) => each.standardMj))).toBeCloseTo(standardMj, 9);
  const [largest] = [...parts].sort((a, b) => b.sharePct - a.sharePct);
  expect(largest).toMatchObject({ part: 'sensorOffset', cancels: 'in part' });
});

it('adds to the trial what its repetitions scatter by', () => {
  const standard = (budget: ReturnType<typeof cell>) =>
    budget.parts.find(({ part }) => part === 'repeatability')!.standardMj;
  expect(standard(cell(1e5, 1e5, 1e5, 1e5))).toBeCloseTo(500, 6);
  expect(standard(combineBudget([trial(1e5)], SCATTER, POOL, true)!)).toBeCloseTo(1_000, 6);
});

it('has the trial’s own uncertainty where nothing scatters', () => {
  const still = { trials: 4, sdLog: 1e-12 };
  const budget = combineBudget([trial(1e5)], still, poolVariance([still]), true)!;
  expect(2 * budget.standardMj).toBeCloseTo(energyUncertainty(raw(1e5), 0.001, INA3221).absoluteUncertaintyMj, 6);
  const { sensorOffset, edges, aliasing } = trial(1e5).parts;
  expect(budget.relativeMj).toBeCloseTo(
    coverageHalfWidth95({ rectangular: [sensorOffset], normal: [edges, aliasing] }),
    6,
  );
  expect(budget.absoluteMj).toBeGreaterThan(budget.relativeMj);
});

it('is none without trials', () => {
  expect(combineBudget([], SCATTER, POOL, false)).toBeNull();
});
