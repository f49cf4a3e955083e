import { JUDGED_BY, judgeHistory, NightJudge, normalDeviate, type NightSeries, type Random } from '@joulefleet/core';

const NIGHTS = 730;
const SERIES = 10_000;
const CELLS_OF_DEVICE = 100;
const SD = 0.006;

/** Seconds that two years of nights of 10,000 series take to judge, in one thread, and those that drawing them took. */
export function measureJudge(random: Random): { judgeS: number; flags: number } {
  const series = Array.from({ length: SERIES }, (_, i) => seriesOf(i));
  const judge = new NightJudge(series, { flagsPerNight: 1, seed: 'speed' });
  const values = new Float64Array(SERIES);
  let [judgeMs, flags] = [0, 0];
  for (let night = 0; night < NIGHTS; night++) {
    for (let i = 0; i < SERIES; i++) values[i] = SD * normalDeviate(random);
    const startedMs = performance.now();
    const verdict = judge.judge(values);
    for (const flag of verdict.flags) judge.settle(flag, { kind: 'went_away' });
    judgeMs += performance.now() - startedMs;
    flags += verdict.flags.length;
  }
  return { judgeS: judgeMs / 1e3, flags };
}

/** Nights that are judged before those that are measured, and these: with one search for thresholds among them. */
const NIGHTS_BEFORE = 64;
const NEXT_NIGHTS = 56;
/** Series that become slower half-way, so that changes are followed as well. */
const CHANGED_SERIES = 20;
const CHANGE = 0.03;

/**
 * Seconds that one more night of 10,000 series takes when those before it are judged: the mean over 56 nights, and the slowest, which looks for
 * thresholds. Beside it what all nights take that were judged until then.
 */
export function measureNextNight(random: Random): {
  nextS: number;
  slowestS: number;
  beforeS: number;
  changes: number;
} {
  const series = Array.from({ length: SERIES }, (_, i) => seriesOf(i));
  const nights = Array.from({ length: NIGHTS_BEFORE + NEXT_NIGHTS }, (_, night) =>
    Float64Array.from({ length: SERIES }, (_, i) => {
      const changed = night >= NIGHTS_BEFORE && i < CHANGED_SERIES * CELLS_OF_DEVICE && i % CELLS_OF_DEVICE === 1;
      return SD * normalDeviate(random) + (changed ? CHANGE : 0);
    }),
  );
  const took: number[] = [];
  let fromMs = performance.now();
  const observe = (): void => {
    const nowMs = performance.now();
    took.push((nowMs - fromMs) / 1e3);
    fromMs = nowMs;
  };
  const judging = judgeHistory(series, nights, { ...JUDGED_BY, seed: 'speed', observe });
  let step = judging.next();
  while (!step.done) step = judging.next();
  const sum = (some: readonly number[]): number => some.reduce((total, each) => total + each, 0);
  const next = took.slice(NIGHTS_BEFORE);
  return {
    nextS: sum(next) / next.length,
    slowestS: Math.max(...next),
    beforeS: sum(took.slice(0, NIGHTS_BEFORE)),
    changes: step.value.changes.length,
  };
}

function seriesOf(i: number): NightSeries {
  const cell = i % CELLS_OF_DEVICE;
  const device = String(Math.floor(i / CELLS_OF_DEVICE));
  const key = `${device}/${cell}`;
  return { key, cell: key, device, metric: 'energy', sentinel: cell === 0, groups: [`model ${cell % 10}`] };
}
