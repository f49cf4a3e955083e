import { NightJudge, normalDeviate, type NightSeries, type Random } from '@joulefleet/core';

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

function seriesOf(i: number): NightSeries {
  const cell = i % CELLS_OF_DEVICE;
  const device = String(Math.floor(i / CELLS_OF_DEVICE));
  const key = `${device}/${cell}`;
  return { key, cell: key, device, metric: 'energy', sentinel: cell === 0, groups: [`model ${cell % 10}`] };
}
