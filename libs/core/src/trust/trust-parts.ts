import { NO_EVIDENCE, type CellEvidence } from './cell-evidence';
import { gradeAtLeast, gradeAtMost, GRADES, type Bounds, type Grade } from './grades';
import { CLOCK_GRADES, MANY_UNUSUAL_STARTS, STALE_AFTER_DAYS, TRUST_BOUNDS } from './trust-bounds';

/** What a grade is made from besides the evidence of the trials. */
export interface GradedFigure {
  trials: number;
  /** Several trials of one and the same energy: a reading that was repeated. */
  allEqual: boolean;
  /** Half of the 95 % interval of repetition, in percent. */
  repetitionPct: number;
  /** Half of the 95 % coverage interval with everything systematic, in percent. */
  uncertaintyPct: number;
  /** Of the calibration that the energy is by; null: it is by the sensor itself. */
  calibrationAgeDays: number | null;
  /** Whether the board states the shunt of its total rail. */
  shuntStated: boolean;
  evidence?: CellEvidence;
}

/** Why a part has its grade, and what would raise it. */
type Texts = readonly [reason: string, raise: string];

/** Grade of one part, with its texts, which are made where they are shown. */
export interface GradedPart {
  grade: Grade;
  texts: () => Texts;
}

const GOOD: GradedPart = part('A', () => ['', '']);

function part(grade: Grade, texts: () => Texts): GradedPart {
  return { grade, texts };
}

/** Each part of a trust grade, by its name. */
export const TRUST_PARTS = {
  evidence: ({ evidence = NO_EVIDENCE }: GradedFigure): GradedPart => {
    const { known, unknown } = evidence;
    if (known > 0 && unknown === 0) return GOOD;
    return part('D', () => [
      `how ${known === 0 ? 'its trials were' : `${unknown} of ${known + unknown} trials were`} measured is not recorded`,
      'joulefleet results recompute --apply records it, as long as the raw traces are stored',
    ]);
  },
  sampling: ({ evidence = NO_EVIDENCE }: GradedFigure): GradedPart => {
    const { leastReadings, leastReadingsPerS } = evidence;
    if (leastReadings === null || leastReadingsPerS === null) return GOOD;
    const byCount = gradeAtLeast(leastReadings, TRUST_BOUNDS.readings);
    const byRate = gradeAtLeast(leastReadingsPerS, TRUST_BOUNDS.readingsPerS);
    return isWorse(byCount, byRate)
      ? part(byCount, () => [
          `${leastReadings} new readings in the window of a trial`,
          'more inferences: a longer window',
        ])
      : part(byRate, () => [
          `${leastReadingsPerS} new readings a second in a trial`,
          'a sensor that converts faster, or one that the agent may set up',
        ]);
  },
  gaps: ({ evidence = NO_EVIDENCE }: GradedFigure): GradedPart => {
    const gapPct = 100 * (evidence.greatestGapShare ?? 0);
    const grade = gradeAtMost(gapPct, TRUST_BOUNDS.gapPct);
    if (grade === 'A') return GOOD;
    return part(grade, () => [
      `${gapPct.toFixed(1)} % of a window without readings`,
      'find what kept the sampler from running, and measure again',
    ]);
  },
  clocks: ({ evidence: { clocks } = NO_EVIDENCE }: GradedFigure): GradedPart => {
    if (clocks === null || clocks === 'counters') return GOOD;
    return clocks === 'sampled'
      ? part(CLOCK_GRADES.sampled, () => [
          'clocks were read once a second',
          'a kernel that counts the time at each clock',
        ])
      : part(CLOCK_GRADES.none, () => [
          'clocks in the window were not recorded',
          'measure again with the present agent',
        ]);
  },
  temperature: ({ evidence = NO_EVIDENCE }: GradedFigure): GradedPart => {
    const { known, unusualStarts, unknownStarts } = evidence;
    if (unusualStarts > 0) {
      return part(unusualStarts > MANY_UNUSUAL_STARTS * known ? 'C' : 'B', () => [
        `${unusualStarts} of ${known} trials started at an unusual temperature`,
        'longer pauses, or better cooling',
      ]);
    }
    return part(unknownStarts > 0 ? 'B' : 'A', () => [
      `the usual temperature was not known at the start of ${unknownStarts} of ${known} trials`,
      'name a band in startTemperature, or extend the campaign once the band is learnt',
    ]);
  },
  trials: ({ trials, allEqual }: GradedFigure): GradedPart => {
    if (allEqual)
      return part('D', () => [`its ${trials} trials are all equal`, 'find out why the sensor repeats a reading']);
    return part(gradeAtLeast(trials, TRUST_BOUNDS.trials), () => [
      trials === 1 ? 'a single trial' : `${trials} trials`,
      `joulefleet campaign extend --repetitions ${Math.max(1, better(TRUST_BOUNDS.trials, trials) - trials)}`,
    ]);
  },
  repetition: ({ trials, repetitionPct }: GradedFigure): GradedPart => {
    const grade = gradeAtMost(repetitionPct, TRUST_BOUNDS.repetitionPct);
    if (grade === 'A') return GOOD;
    return part(grade, () => [
      `repetition leaves ± ${repetitionPct.toFixed(1)} %`,
      moreTrials(trials, repetitionPct, grade),
    ]);
  },
  uncertainty: ({ uncertaintyPct, calibrationAgeDays }: GradedFigure): GradedPart =>
    part(gradeAtMost(uncertaintyPct, TRUST_BOUNDS.uncertaintyPct), () => [
      `it is known to ± ${uncertaintyPct.toFixed(1)} %`,
      calibrationAgeDays === null
        ? 'joulefleet calibration add: an external meter shrinks what the sensor may be off'
        : 'joulefleet results budget shows the largest part',
    ]),
  calibration: ({ calibrationAgeDays: age, shuntStated }: GradedFigure): GradedPart => {
    const raise = 'joulefleet calibration add with pairs of an external meter';
    if (age === null) {
      return shuntStated
        ? part('B', () => ['no calibration: the limits of the data sheet hold', raise])
        : part('C', () => ['no calibration, and the board does not state its shunt', raise]);
    }
    return part(age > STALE_AFTER_DAYS ? 'B' : 'A', () => [`the calibration is ${Math.round(age)} days old`, raise]);
  },
} as const satisfies Record<string, (figure: GradedFigure) => GradedPart>;

export type TrustPart = keyof typeof TRUST_PARTS;

function isWorse(a: Grade, b: Grade): boolean {
  return GRADES.indexOf(a) > GRADES.indexOf(b);
}

/** The least bound above a value: what the next better grade takes. */
function better(bounds: Bounds, value: number): number {
  return bounds.findLast((bound) => bound > value) ?? bounds[0];
}

/** Intervals shrink with the root of the trials. */
function moreTrials(trials: number, pct: number, grade: Grade): string {
  const bound = TRUST_BOUNDS.repetitionPct[GRADES.indexOf(grade) - 1];
  if (bound === undefined || !Number.isFinite(pct)) return 'more trials of the cell';
  return `about ${Math.ceil(trials * (pct / bound) ** 2) - trials} more trials of the cell`;
}
