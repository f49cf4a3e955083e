import * as fc from 'fast-check';
import { evidenceOf, mergeEvidence, NO_EVIDENCE } from './cell-evidence';
import type { AttemptQuality } from './attempt-quality';
import { GRADES, isTooLowToRank } from './grades';
import { gradeFigure } from './trust-grade';
import type { GradedFigure } from './trust-parts';

const QUALITY: AttemptQuality = { readings: 200, readingsPerS: 9.4, gapShare: 0, clocks: 'counters', start: 'usual' };
const evidence = evidenceOf(QUALITY);
const GOOD: GradedFigure = {
  ...{
    trials: 10,
    allEqual: false,
    repetitionPct: 0.5,
    uncertaintyPct: 0.8,
    calibrationAgeDays: 30,
    shuntStated: true,
    evidence,
  },
};

const gradeOf = (more: Partial<GradedFigure>) => gradeFigure({ ...GOOD, ...more });
const withQuality = (more: Partial<AttemptQuality>) => gradeOf({ evidence: evidenceOf({ ...QUALITY, ...more }) });

test('a figure that nothing speaks against is an A', () => {
  expect(gradeOf({})).toEqual({ grade: 'A', parts: {}, reasons: [], raise: [] });
});

test.each([
  ['B', 'evidence is fine, few readings', withQuality({ readings: 99 }), '99 new readings'],
  ['C', 'fewer', withQuality({ readings: 29 }), '29 new readings'],
  ['D', 'fewer still', withQuality({ readings: 9 }), '9 new readings'],
  ['F', 'hardly any', withQuality({ readings: 1 }), '1 new readings'],
  ['B', 'a slow sensor', withQuality({ readingsPerS: 1.9 }), '1.9 new readings a second'],
  ['F', 'a sensor that hardly converts', withQuality({ readingsPerS: 0.05 }), '0.05 new readings a second'],
  ['B', 'a short gap', withQuality({ gapShare: 0.005 }), '0.5 % of a window'],
  ['D', 'a long gap', withQuality({ gapShare: 0.08 }), '8.0 % of a window'],
  ['B', 'sampled clocks', withQuality({ clocks: 'sampled' }), 'once a second'],
  ['C', 'clocks without a record', withQuality({ clocks: 'none' }), 'not recorded'],
  ['B', 'no known temperature', withQuality({ start: 'unknown' }), 'usual temperature was not known'],
  ['C', 'hot starts', withQuality({ start: 'unusual' }), '1 of 1 trials started at an unusual'],
  ['B', 'three trials', gradeOf({ trials: 3 }), '3 trials'],
  ['C', 'two trials', gradeOf({ trials: 2 }), '2 trials'],
  ['D', 'trials that are all equal', gradeOf({ allEqual: true }), 'all equal'],
  ['D', 'one trial', gradeOf({ trials: 1 }), 'a single trial'],
  ['B', 'a wider interval', gradeOf({ repetitionPct: 1.5 }), '± 1.5 %'],
  ['F', 'a very wide interval', gradeOf({ repetitionPct: 25 }), '± 25.0 %'],
  ['F', 'no interval', gradeOf({ repetitionPct: NaN }), 'repetition leaves'],
  ['C', 'a sensor that is far off', gradeOf({ uncertaintyPct: 6 }), '± 6.0 %'],
  ['B', 'no calibration', gradeOf({ calibrationAgeDays: null }), 'data sheet'],
  ['B', 'a stale calibration', gradeOf({ calibrationAgeDays: 400 }), '400 days old'],
  ['C', 'no shunt', gradeOf({ calibrationAgeDays: null, shuntStated: false }), 'does not state its shunt'],
  ['B', 'a GPU', gradeOf({ calibrationAgeDays: null, layout: 'nvml' }), 'states holds'],
  ['C', 'RAPL', gradeOf({ calibrationAgeDays: null, layout: 'rapl' }), '5 % are assumed'],
  ['D', 'a meter', gradeOf({ calibrationAgeDays: null, layout: 'command' }), 'nothing is known of the meter'],
  ['D', 'no evidence', gradeOf({ evidence: NO_EVIDENCE }), 'not recorded'],
  ['D', 'nothing known', gradeOf({ evidence: undefined }), 'not recorded'],
] as const)('%s for %s, with the reason and what would raise it', (grade, _, found, reason) => {
  expect(found).toMatchObject({ grade, reasons: [expect.stringContaining(reason)], raise: [expect.any(String)] });
});

test('the worst part decides; its reasons alone are given, and all parts below A are named', () => {
  const found = gradeOf({ trials: 1, calibrationAgeDays: null });
  expect(found).toMatchObject({ grade: 'D', parts: { trials: 'D', calibration: 'B' }, reasons: ['a single trial'] });
  expect(found.raise).toEqual(['`joulefleet campaign extend --repetitions 1`']);
});

test('says how many trials the next better interval takes', () => {
  expect(gradeOf({ trials: 5, repetitionPct: 4 }).raise).toEqual(['about 15 more trials of the cell']);
  expect(gradeOf({ trials: 5, repetitionPct: 2.1 }).raise).toEqual(['about 1 more trial of the cell']);
});

test('D or worse is too low to rank', () => {
  expect(GRADES.filter(isTooLowToRank)).toEqual(['D', 'E', 'F']);
});

const quality = fc.option(
  fc.record<AttemptQuality>({
    readings: fc.nat(500),
    readingsPerS: fc.double({ min: 0, max: 20, noNaN: true }),
    gapShare: fc.double({ min: 0, max: 1, noNaN: true }),
    clocks: fc.constantFrom('counters', 'sampled', 'none'),
    start: fc.constantFrom('usual', 'unusual', 'unknown'),
  }),
);

test('evidence merges in any order, and more of it never raises a grade of the sensor or the clocks', () => {
  fc.assert(
    fc.property(fc.array(quality, { minLength: 1 }), fc.array(quality), (some, more) => {
      const merged = (of: typeof some) => of.map(evidenceOf).reduce(mergeEvidence, NO_EVIDENCE);
      expect(merged([...more, ...some])).toEqual(mergeEvidence(merged(some), merged(more)));
      const worst = (of: typeof some) => gradeFigure({ ...GOOD, evidence: merged(of) }).parts;
      for (const part of ['sampling', 'gaps', 'clocks'] as const) {
        const [few, all] = [worst(some)[part] ?? 'A', worst([...some, ...more])[part] ?? 'A'];
        expect(GRADES.indexOf(all)).toBeGreaterThanOrEqual(GRADES.indexOf(few));
      }
    }),
  );
});
