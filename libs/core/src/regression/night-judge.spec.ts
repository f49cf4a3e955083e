import { derivedRandom, normalDeviate } from '../random';
import { detectableShiftPct } from './detectable-shift';
import { groupFlags } from './group-flags';
import { NightJudge, type Flag, type NightVerdict } from './night-judge';
import type { NightSeries } from './night-series';
import { selfTest } from './self-test';

const SD = 0.006;
const DEVICES = 2;
const MODELS = 8;
const BATCHES = 3;

const SERIES: readonly NightSeries[] = Array.from({ length: DEVICES }, (_, d) => [
  ...Array.from({ length: MODELS * BATCHES }, (_, i) => {
    const cell = `${d}/${i}`;
    const groups = [`model ${i % MODELS}`];
    return { key: `${cell}/energy`, cell, device: `${d}`, metric: 'energy', sentinel: false, groups };
  }),
  { key: `${d}/s`, cell: `${d}/s`, device: `${d}`, metric: 'energy', sentinel: true, groups: [] },
]).flat();
const CELL = 5;
const ON_FIRST = (row: number): boolean => SERIES[row]!.device === '0';

type Shift = (row: number, night: number) => number;

/** Nights of quiet noise with shifts; what is flagged goes away unless a test settles it. */
function judgeNights(
  nights: number,
  shift: Shift,
  onNight?: (judge: NightJudge, night: number, verdict: NightVerdict) => void,
) {
  const judge = new NightJudge(SERIES, { flagsPerNight: 0.3, seed: 1 });
  const random = derivedRandom(3, 'nights');
  const verdicts = Array.from({ length: nights }, (_, night) => {
    const values = SERIES.map((_, row) => 6 + row / 10 + SD * normalDeviate(random) + shift(row, night));
    const verdict = judge.judge(values);
    onNight?.(judge, night, verdict);
    return verdict;
  });
  return { judge, verdicts };
}

const letAllGo = (judge: NightJudge, _night: number, { flags }: NightVerdict): void =>
  flags.forEach((flag) => judge.settle(flag, { kind: 'went_away' }));
const flagsOf = (verdicts: readonly NightVerdict[], row: number): Flag[] =>
  verdicts.flatMap(({ flags }) => flags).filter((flag) => flag.kind === 'series' && flag.row === row);

it('flags a step of 4 % in the night that it comes, with its size', () => {
  const { verdicts } = judgeNights(61, (row, night) => (row === CELL && night === 60 ? 0.04 : 0), letAllGo);
  const [flag] = verdicts[60]!.flags.filter(({ kind }) => kind === 'series');
  expect(flag).toMatchObject({ row: CELL, window: 1, metric: 'energy', members: [CELL] });
  expect(flag!.shift).toBeGreaterThan(0.025);
});

it('flags improvements the same', () => {
  const { verdicts } = judgeNights(61, (row, night) => (row === CELL && night === 60 ? -0.04 : 0), letAllGo);
  expect(flagsOf(verdicts.slice(60), CELL)[0]!.z).toBeLessThan(-4);
});

it('keeps the flags of quiet nights near the expected number', () => {
  const { verdicts } = judgeNights(181, () => 0, letAllGo);
  const flags = verdicts.flatMap((verdict) => verdict.flags);
  expect(flags.length).toBeGreaterThan(10);
  expect(flags.length).toBeLessThan(90);
  expect(verdicts.slice(0, 20).every((verdict) => verdict.flags.length === 0)).toBe(true);
});

it('puts a movement of the whole device down to the device', () => {
  const { verdicts } = judgeNights(61, (row, night) => (ON_FIRST(row) && night === 60 ? 0.1 : 0), letAllGo);
  const kinds = verdicts[60]!.flags.filter(({ z }) => Math.abs(z) > 5).map(({ kind, key }) => `${kind} ${key}`);
  expect(kinds).toEqual(['device 0']);
  expect(verdicts[60]!.devices[0]!.shift).toBeGreaterThan(0.09);
  expect(Math.abs(verdicts[60]!.devices[1]!.shift)).toBeLessThan(0.01);
});

it('finds 1.5 % in all series of a model as one group', () => {
  const inModel = (row: number): boolean => SERIES[row]!.groups.includes('model 2');
  const { verdicts } = judgeNights(61, (row, night) => (inModel(row) && night === 60 ? 0.015 : 0), letAllGo);
  const [suspicion] = groupFlags(verdicts[60]!.flags, SERIES);
  expect(suspicion!.flag).toMatchObject({ kind: 'group', key: 'model 2' });
  expect(suspicion!.flag.members).toHaveLength(DEVICES * BATCHES);
});

it('finds a drift of 0.1 % a night, which the reference does not follow', () => {
  const drift: Shift = (row, night) => (row === CELL ? 0.001 * Math.max(0, night - 60) : 0);
  const { verdicts } = judgeNights(85, drift, letAllGo);
  expect(flagsOf(verdicts.slice(60), CELL).length).toBeGreaterThan(0);
});

it('never takes a step that nobody decided about into the reference', () => {
  const shift: Shift = (row, night) => (row === CELL && night >= 60 ? 0.03 : 0);
  const { verdicts } = judgeNights(120, shift, letAllGo);
  const last = flagsOf(verdicts.slice(100), CELL);
  expect(last.length).toBeGreaterThan(0);
  expect(last.at(-1)!.shift).toBeGreaterThan(0.02);
});

it('does not flag an open finding again, nor an accepted level', () => {
  const shift: Shift = (row, night) => (row === CELL && night >= 60 ? 0.04 : 0);
  const settle =
    (kind: 'confirmed' | 'accepted') =>
    (judge: NightJudge, night: number, verdict: NightVerdict): void => {
      for (const flag of verdict.flags) {
        if (flag.row !== CELL || night < 60) judge.settle(flag, { kind: 'went_away' });
        else judge.settle(flag, kind === 'accepted' ? { kind, nights: flag.window } : { kind });
      }
    };
  for (const kind of ['confirmed', 'accepted'] as const) {
    const { verdicts } = judgeNights(90, shift, settle(kind));
    expect(flagsOf(verdicts.slice(60), CELL).filter(({ z }) => z > 4)).toHaveLength(1);
  }
});

it('goes on where nights are missing, and judges no series that was not measured', () => {
  const shift: Shift = (row, night) => {
    if ((ON_FIRST(row) && night % 5 === 0) || (row === CELL && night === 61)) return NaN;
    return row === CELL && night >= 61 ? 0.04 : 0;
  };
  const { verdicts } = judgeNights(63, shift, letAllGo);
  expect(flagsOf([verdicts[61]!], CELL)).toEqual([]);
  expect(flagsOf([verdicts[62]!], CELL)).toHaveLength(1);
});

it('reports a series that has come to scatter three times as much, once', () => {
  const random = derivedRandom(9, 'scatter');
  const noise: Shift = (row, night) => (row === CELL && night >= 60 ? 3 * SD * normalDeviate(random) : 0);
  const { verdicts } = judgeNights(100, noise, letAllGo);
  expect(verdicts.flatMap(({ unsteady }) => unsteady.map(({ row }) => row))).toEqual([CELL]);
});

it('tests itself without changing what it finds: the same nights and settlements give the same', () => {
  const tests: ReturnType<typeof selfTest>[] = [];
  const testing = (judge: NightJudge, night: number, verdict: NightVerdict): void => {
    letAllGo(judge, night, verdict);
    if (night >= 60) tests.push(selfTest(judge, derivedRandom(1, `${night}`)));
  };
  const { judge, verdicts } = judgeNights(100, () => 0, testing);
  expect(verdicts).toEqual(judgeNights(100, () => 0, letAllGo).verdicts);
  const found = (half: 'injected' | 'untouched'): number =>
    tests.flatMap((each) => each[half]).filter((each) => each.found).length;
  expect(found('injected')).toBeGreaterThan(0.9 * 3 * tests.length);
  expect(found('untouched')).toBeLessThan(0.1 * 3 * tests.length);
  expect(judge.judgedRows().every((row) => !SERIES[row]!.sentinel)).toBe(true);
});

it('shows in its self-test that it makes up findings', () => {
  const judge = { judgedRows: () => [0, 1, 2, 3, 4, 5], wouldFlag: () => true };
  expect(selfTest(judge, derivedRandom(1, 'x')).untouched.map(({ found }) => found)).toEqual([true, true, true]);
});

it('states the change that a series would show, which shrinks with the nights that it is old', () => {
  const { judge } = judgeNights(60, () => 0, letAllGo);
  const [one, seven] = [1, 7].map((window) => detectableShiftPct(judge.sensitivity(CELL), window)) as [number, number];
  expect(one).toBeGreaterThan(1.5);
  expect(one).toBeLessThan(3.5);
  expect(seven).toBeLessThan(one / 1.8);
});
