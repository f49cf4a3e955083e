import type { CellSummary } from '../comparison/measured-cell';
import { comparedGrades, type ComparedGrades } from '../comparison/rank-by-grade';
import { settingOf } from '../factors/setting-of';
import { type Interval, intervalFromLog, logHalfWidth } from '../statistics/interval';
import { sampleMoments } from '../statistics/sample-moments';
import { twoSided95 } from '../statistics/student-t';
import { type CountedCell, countedCell, energyRatio, powerRatio, timeRatio } from '../comparison/cell-ratios';
import { type Crossover, crossoverOf, type Cumulative, cumulativeEnergy, type LoadedEnergy } from './crossover';
import type { ImplementationPair } from './implementation-pairs';
import { ownUncertaintyMj } from './own-uncertainty';
import { subjectOf, type ViewSubject } from './view-point';

/** Energy and time per inference and mean power over those of the control. */
export interface EffectRatios {
  energy: Interval;
  time: Interval;
  power: Interval;
}

/** At one point: both under their governors, or each at its own optimum. */
export interface EffectPoint extends EffectRatios, ComparedGrades {
  at: 'dvfs' | 'optimum';
  trials: number;
  controlTrials: number;
}

/** Loading and inferences together, both under their governors, or at the clocks of the control's optimum. */
export interface LoadEffect {
  at: 'dvfs' | 'optimum';
  loadMj: Interval;
  controlLoadMj: Interval;
  loadRatio: Interval;
  trials: number;
  controlTrials: number;
  crossover: Crossover;
  cumulative: Cumulative[];
}

/** An implementation against its control. */
export interface ImplementationEffect extends ViewSubject {
  batchSize: number;
  factor: string;
  level: string;
  controlLevel: string;
  points: EffectPoint[];
  /** Geometric means over all clocks that both have pinned, with Student's interval of their scatter; null: fewer than two. */
  overall: ({ cells: number } & EffectRatios) | null;
  /** Null: no energy of loading is known of both. */
  load: LoadEffect | null;
}

/** Batches whose energy with loading is shown. */
const BATCHES = [0, 1, 10, 100, 1_000, 10_000];

export function implementationEffect(pair: ImplementationPair): ImplementationEffect {
  const { factor, level, controlLevel, variant } = pair;
  return {
    ...subjectOf(variant),
    ...{ batchSize: variant.batchSize, factor, level, controlLevel },
    points: (['dvfs', 'optimum'] as const).flatMap((at) => pointAt(pair, at)),
    overall: overallOf(pair),
    load: loadEffect(pair),
  };
}

function pointAt({ variant, control }: ImplementationPair, at: EffectPoint['at']): EffectPoint[] {
  const [own, other] = [variant[at], control[at]];
  if (!own || !other) return [];
  const ratios = ratiosOf(countedCell(variant, own), countedCell(control, other));
  const grades = comparedGrades(own.grade.grade, other.grade.grade);
  return [{ at, ...ratios, ...grades, trials: own.trials, controlTrials: other.trials }];
}

function ratiosOf(one: CountedCell, against: CountedCell): EffectRatios {
  return { energy: energyRatio(one, against), time: timeRatio(one, against), power: powerRatio(one, against) };
}

function overallOf({ variant, control }: ImplementationPair): ImplementationEffect['overall'] {
  const others = new Map(control.cells.map((cell) => [settingOf(cell.levels), cell]));
  const ratios = variant.cells.flatMap((cell) => {
    const other = others.get(settingOf(cell.levels));
    const isPinned = typeof cell.levels.gpuHz === 'number' && typeof cell.levels.cpuKhz === 'number';
    return isPinned && other ? [ratiosOf(countedCell(variant, cell), countedCell(control, other))] : [];
  });
  if (ratios.length < 2) return null;
  const mean = (figure: keyof EffectRatios): Interval => meanRatio(ratios.map((each) => each[figure].estimate));
  return { cells: ratios.length, energy: mean('energy'), time: mean('time'), power: mean('power') };
}

function meanRatio(ratios: readonly number[]): Interval {
  const { mean, deviation, count } = sampleMoments(ratios.map(Math.log));
  return intervalFromLog(mean, (twoSided95(count - 1) * deviation!) / Math.sqrt(count));
}

/** At the first of these points where the load of both is known: both under their governors; both at the clocks that are the control's optimum. */
function loadEffect(pair: ImplementationPair): LoadEffect | null {
  const { variant, control } = pair;
  const setting = control.optimum && settingOf(control.optimum.levels);
  const same = variant.cells.find(({ levels }) => settingOf(levels) === setting) ?? null;
  const points = [
    { at: 'dvfs', own: variant.dvfs, other: control.dvfs },
    { at: 'optimum', own: same, other: control.optimum },
  ] as const;
  for (const { at, own, other } of points) {
    const [load, otherLoad] = [own && loadOf(own), other && loadOf(other)];
    if (load && otherLoad) return { at, ...loadFigures(pair, [own!, load], [other!, otherLoad]) };
  }
  return null;
}

interface Load {
  trials: number;
  energyMj: Interval;
}

/** The interval is that of repetition and of the meter, which does not cancel in so short a window: its edges are the largest part. */
function loadOf({ phases }: CellSummary): Load | null {
  const load = phases?.load;
  if (!load) return null;
  const { trials, energyMj } = load;
  const halfWidth = ownUncertaintyMj(load) / energyMj.estimate;
  return { trials, energyMj: intervalFromLog(Math.log(energyMj.estimate), halfWidth) };
}

type Loaded = readonly [CellSummary, Load];

function loadFigures(
  { variant, control }: ImplementationPair,
  [own, load]: Loaded,
  [other, otherLoad]: Loaded,
): Omit<LoadEffect, 'at'> {
  const a = loadedEnergy(own, variant.inferences, load.energyMj);
  const b = loadedEnergy(other, control.inferences, otherLoad.energyMj);
  const halfWidth = Math.hypot(logHalfWidth(load.energyMj), logHalfWidth(otherLoad.energyMj));
  return {
    ...{ loadMj: load.energyMj, controlLoadMj: otherLoad.energyMj },
    loadRatio: intervalFromLog(Math.log(load.energyMj.estimate / otherLoad.energyMj.estimate), halfWidth),
    ...{ trials: load.trials, controlTrials: otherLoad.trials, crossover: crossoverOf(a, b) },
    cumulative: BATCHES.map((batches) => cumulativeEnergy(a, b, batches * variant.batchSize)),
  };
}

/** What does not cancel on one device is in the width of an inference: its offset in full, which is cautious. */
function loadedEnergy({ energyMj, systematic }: CellSummary, inferences: number, load: Interval): LoadedEnergy {
  const repetition = logHalfWidth(energyMj) * energyMj.estimate;
  return {
    loadMj: load.estimate,
    loadHalfMj: logHalfWidth(load) * load.estimate,
    inferenceMj: energyMj.estimate / inferences,
    inferenceHalfMj: Math.hypot(repetition, systematic.offsetMj, systematic.ownMj) / inferences,
  };
}
