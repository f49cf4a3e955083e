import { derivedRandom, JUDGED_BY, pctAsLog, selfTest, type Random } from '@joulefleet/core';
import type { Benchmark, Figure, Target } from '../figures/figure';
import { makeFigure } from '../figures/make-figure';
import type { Detector } from './detector';
import { holdoutNights } from './holdout-generator';
import { measureJudge, measureNextNight } from './measure-judge';
import { PLAIN_DETECTORS } from './plain-detectors';
import { idealDeviations, possibleSteps } from './possible-steps';
import { scoreRealSeries } from './score-real-series';
import { shareFigure, type Share } from './share-figure';
import { simulateChanges, simulateQuiet, type Change } from './simulate-nights';
import type { NightGenerator } from './simulated-fleet';
import { tuningNights } from './tuning-generator';
import { TwoStages } from './two-stages';

/** Fleets of 365 scored nights: without changes, and for each size of change (22 changes in a fleet). Plain detectors: one of each. */
const QUIET_FLEETS = 4;
const CHANGED_FLEETS = 8;

const most = (limit: number): Target => ({ of: 'value', bound: '<=', limit });
const least = (limit: number): Target => ({ of: 'value', bound: '>=', limit });

interface Scored {
  name: string;
  change: Change;
  nights: number;
  target: Target;
}

const CHANGES: readonly Scored[] = [
  { name: 'detected_1pct_7n_pct', change: { pct: 1 }, nights: 7, target: least(80) },
  { name: 'detected_2pct_3n_pct', change: { pct: 2 }, nights: 3, target: least(95) },
  { name: 'detected_3pct_1n_pct', change: { pct: 3 }, nights: 1, target: least(95) },
  { name: 'detected_5pct_1n_pct', change: { pct: 5 }, nights: 1, target: least(99) },
  // 0.2 % a night reaches 3 % in the fifteenth.
  { name: 'detected_drift_before_3pct_pct', change: 'drift', nights: 14, target: least(95) },
];

/** A generator with the suffix of its figures. */
const GENERATORS: readonly { suffix: string; nightsOf: (random: Random) => NightGenerator }[] = [
  { suffix: '', nightsOf: tuningNights },
  { suffix: '_holdout', nightsOf: holdoutNights },
];

export const regressBenchmark: Benchmark = {
  name: 'regress',
  about:
    'Regressions found in simulated nights, false alarms and what they cost, beside plain detectors, on two generators and on real series.',
  measure: async (say, { seed }) => {
    const ofNights = GENERATORS.flatMap(({ suffix, nightsOf }) => {
      const draw = (purpose: string): Random => derivedRandom(seed, `${suffix} ${purpose}`);
      say(`quiet nights${suffix}`);
      const quiet = quietFigures(suffix, nightsOf, draw);
      say(`changes${suffix}`);
      const changed = CHANGES.flatMap((scored) => changeFigures(scored, suffix, nightsOf, draw));
      say(`what is possible${suffix}`);
      return [...quiet, ...changed, ...possibleFigures(suffix, nightsOf, draw)];
    });
    say('real series');
    const ofReal = realFigures();
    say('speed');
    const { judgeS } = measureJudge(derivedRandom(seed, 'speed'));
    const speed = makeFigure('judge_s', 's', [{ value: judgeS, baseline: 60 }], most(60));
    const { nextS, slowestS, beforeS } = measureNextNight(derivedRandom(seed, 'next nights'));
    // What judging all nights before it again takes.
    const next = makeFigure('judge_next_night_s', 's', [{ value: nextS, baseline: beforeS }], most(1));
    const slowest = makeFigure('judge_slowest_night_s', 's', [{ value: slowestS, baseline: beforeS }], null);
    return Promise.resolve([...ofNights, ...ofReal, speed, next, slowest]);
  },
};

type Draw = (purpose: string) => Random;
type NightsOf = (random: Random) => NightGenerator;

/** The baseline is a threshold of 5 % against the night before; the other plain detectors have figures of their own. */
function quietFigures(suffix: string, nightsOf: NightsOf, draw: Draw): Figure[] {
  const total = { nights: 0, alarmed: 0, usual: 0, confirming: 0, unsteady: 0, confirmations: 0 };
  const tested = { injected: 0, found: 0, untouched: 0, falselyFound: 0 };
  for (let fleet = 0; fleet < QUIET_FLEETS; fleet++) {
    const detector = new TwoStages(`quiet ${fleet}`);
    const watched: Detector = {
      accept: (series, nights) => detector.accept(series, nights),
      night: (night, versions) => {
        const alarms = detector.night(night, versions);
        const { injected, untouched } = selfTest(detector.judge, draw(`self-test ${fleet} ${detector.counts.usual}`));
        tested.injected += injected.length;
        tested.found += injected.filter(({ found }) => found).length;
        tested.untouched += untouched.length;
        tested.falselyFound += untouched.filter(({ found }) => found).length;
        return alarms;
      },
    };
    const { nights, alarmed } = simulateQuiet(nightsOf(draw(`quiet ${fleet}`)), watched);
    total.nights += nights;
    total.alarmed += alarmed;
    for (const count of ['usual', 'confirming', 'unsteady', 'confirmations'] as const)
      total[count] += detector.counts[count];
  }
  const plain = mapPlain((detector) => {
    const { nights, alarmed } = simulateQuiet(nightsOf(draw('quiet 0')), detector);
    return { count: alarmed, of: nights };
  });
  const nightsOfAll = { count: total.alarmed, of: total.nights };
  const extra = { count: total.confirming, of: total.usual };
  const nothing = { count: 0, of: 1 };
  const name = `false_alarm_nights${suffix}_pct`;
  return [
    shareFigure(name, nightsOfAll, plain['fixed_5_pct']!, most(1)),
    ...Object.entries(plain).map(([rival, share]) =>
      shareFigure(`false_alarm_nights_${rival}${suffix}_pct`, share, nightsOfAll, null),
    ),
    shareFigure(`extra_device_time${suffix}_pct`, extra, nothing, most(5)),
    shareFigure(`self_test_found${suffix}_pct`, { count: tested.found, of: tested.injected }, nothing, null),
    shareFigure(`self_test_false${suffix}_pct`, { count: tested.falselyFound, of: tested.untouched }, nothing, null),
    shareFigure(`false_unsteady_nights${suffix}_pct`, { count: total.unsteady, of: total.nights }, nothing, null),
  ];
}

function changeFigures({ name, change, nights, target }: Scored, suffix: string, nightsOf: NightsOf, draw: Draw) {
  const purpose = JSON.stringify(change);
  const score = (detector: Detector, fleet: number): Share => {
    const generator = nightsOf(draw(`${purpose} ${fleet}`));
    const found = simulateChanges(change, generator, detector, draw(`cells ${purpose} ${fleet}`));
    return { count: found.filter((each) => each <= nights).length, of: found.length };
  };
  const fleets = Array.from({ length: CHANGED_FLEETS }, (_, fleet) => score(new TwoStages(`changed ${fleet}`), fleet));
  const ours = sumShares(fleets);
  const plain = mapPlain((detector) => score(detector, 0));
  return [
    shareFigure(withSuffix(name, suffix), ours, plain['fixed_5_pct']!, target),
    ...Object.entries(plain).map(([rival, share]) =>
      shareFigure(withSuffix(name, `_${rival}${suffix}`), share, ours, null),
    ),
  ];
}

/** Steps of so many percent of which as many are counted as an ideal detector finds in the first night. */
const POSSIBLE_PCT = [3, 5];

/**
 * With as many flags a night as ours expects, all for single cells, of fleets whose series scatter as those that ours is scored on. The baseline is
 * the same with one threshold for all cells.
 */
function possibleFigures(suffix: string, nightsOf: NightsOf, draw: Draw): Figure[] {
  return POSSIBLE_PCT.map((pct) => {
    const steps = Array.from({ length: CHANGED_FLEETS }, (_, fleet) => {
      const cells = idealDeviations(nightsOf(draw(`${JSON.stringify({ pct })} ${fleet}`)));
      const nights = Math.max(...cells.map(({ deviations }) => deviations.length));
      return possibleSteps(cells, pctAsLog(pct), JUDGED_BY.flagsPerNight * nights);
    });
    const [ideal, equal] = (['ideal', 'equal'] as const).map((which) => sumShares(steps.map((each) => each[which])));
    return shareFigure(withSuffix(`possible_${pct}pct_1n_pct`, suffix), ideal!, equal!, null);
  });
}

function sumShares(shares: readonly Share[]): Share {
  return shares.reduce((sum, share) => ({ count: sum.count + share.count, of: sum.of + share.of }));
}

function mapPlain(score: (detector: Detector) => Share): Record<string, Share> {
  return Object.fromEntries(Object.entries(PLAIN_DETECTORS).map(([name, make]) => [name, score(make())]));
}

function withSuffix(name: string, suffix: string): string {
  return name.replace(/_pct$/, `${suffix}_pct`);
}

/** The baseline is E-divisive as in Otava, on the same series. */
function realFigures(): Figure[] {
  const { series, spikes } = scoreRealSeries();
  const mean = (of: 'ours' | 'eDivisive'): number => series.reduce((sum, each) => sum + each[of], 0) / series.length;
  return [
    makeFigure('real_series_f1', '1', [{ value: mean('ours'), baseline: mean('eDivisive') }], {
      ...{ of: 'ratio', bound: '>=', limit: 1 },
    }),
    ...series.map(({ name, ours, eDivisive }) =>
      makeFigure(`f1_${name}`, '1', [{ value: ours, baseline: eDivisive }], null),
    ),
    {
      ...{ name: 'steps_on_spikes', value: spikes.ours, unit: '1', baseline: spikes.eDivisive },
      ...{ ratio: spikes.eDivisive === 0 ? 0 : spikes.ours / spikes.eDivisive },
      ...{ target: 'value <= 0', holds: spikes.ours === 0 },
    },
  ];
}
