import { commandInText } from '../text/commands-in-text';
import { otherSensor, type OtherSensor } from '../energy/other-sensors';
import { NO_EVIDENCE, type CellEvidence } from './cell-evidence';
import { gradeAtLeast, gradeAtMost, GRADES, worseGrade, type Bounds, type Grade } from './grades';
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
  /** Where the readings come from; null or left out: an INA3221. */
  layout?: string | null;
  evidence?: CellEvidence;
}

/** Of a source that is no INA3221. */
const ACCURACY_GRADES: Readonly<Record<OtherSensor['accuracy'], Grade>> = { stated: 'B', assumed: 'C', unknown: 'D' };
const ACCURACY: Readonly<Record<OtherSensor['accuracy'], string>> = {
  stated: "what the sensor's maker states holds for earlier products",
  assumed: 'nobody states what the sensor may be off, and 5 % are assumed',
  unknown: 'nothing is known of the meter, and 10 % are assumed',
};

/** A part of a trust grade; why it is not an A, and what would raise it, in words that are made where they are shown. */
export interface TrustPartDefinition {
  gradeOf: (figure: GradedFigure) => Grade;
  textsOf: (figure: GradedFigure) => readonly [reason: string, raise: string];
}

/** Each part of a trust grade, by its name. */
export const TRUST_PARTS = {
  evidence: {
    gradeOf: ({ evidence = NO_EVIDENCE }) => (evidence.known > 0 && evidence.unknown === 0 ? 'A' : 'D'),
    textsOf: ({ evidence: { known, unknown } = NO_EVIDENCE }) => [
      `how ${known === 0 ? 'its trials were' : `${unknown} of ${known + unknown} trials were`} measured is not recorded`,
      '`joulefleet results recompute --apply` records it, as long as the raw traces are stored',
    ],
  },
  sampling: {
    gradeOf: ({ evidence = NO_EVIDENCE }) => worseGrade(countGrade(evidence), rateGrade(evidence)),
    textsOf: ({ evidence = NO_EVIDENCE }) =>
      isWorse(countGrade(evidence), rateGrade(evidence))
        ? [`${evidence.leastReadings} new readings in the window of a trial`, 'more inferences: a longer window']
        : [
            `${evidence.leastReadingsPerS} new readings a second in a trial`,
            'a sensor that converts faster, or one that the agent may set up',
          ],
  },
  gaps: {
    gradeOf: ({ evidence = NO_EVIDENCE }) => gradeAtMost(gapPctOf(evidence), TRUST_BOUNDS.gapPct),
    textsOf: ({ evidence = NO_EVIDENCE }) => [
      `${gapPctOf(evidence).toFixed(1)} % of a window without readings`,
      'find what kept the sampler from running, and measure again',
    ],
  },
  clocks: {
    gradeOf: ({ evidence: { clocks } = NO_EVIDENCE }) => (clocks === null ? 'A' : CLOCK_GRADES[clocks]),
    textsOf: ({ evidence: { clocks } = NO_EVIDENCE }) =>
      clocks === 'sampled'
        ? ['clocks were read once a second', 'a kernel that counts the time at each clock']
        : ['clocks in the window were not recorded', 'measure again with the present agent'],
  },
  temperature: {
    gradeOf: ({ evidence: { known, unusualStarts, unknownStarts } = NO_EVIDENCE }) => {
      if (unusualStarts > 0) return unusualStarts > MANY_UNUSUAL_STARTS * known ? 'C' : 'B';
      return unknownStarts > 0 ? 'B' : 'A';
    },
    textsOf: ({ evidence: { known, unusualStarts, unknownStarts } = NO_EVIDENCE }) =>
      unusualStarts > 0
        ? [`${unusualStarts} of ${known} trials started at an unusual temperature`, 'longer pauses, or better cooling']
        : [
            `the usual temperature was not known at the start of ${unknownStarts} of ${known} trials`,
            'name a band in startTemperature, or extend the campaign once the band is learnt',
          ],
  },
  trials: {
    gradeOf: ({ trials, allEqual }) => (allEqual ? 'D' : gradeAtLeast(trials, TRUST_BOUNDS.trials)),
    textsOf: ({ trials, allEqual }) =>
      allEqual
        ? [`its ${trials} trials are all equal`, 'find out why the sensor repeats a reading']
        : [
            trials === 1 ? 'a single trial' : `${trials} trials`,
            commandInText(`campaign extend --repetitions ${Math.max(1, better(TRUST_BOUNDS.trials, trials) - trials)}`),
          ],
  },
  repetition: {
    gradeOf: ({ repetitionPct }) => gradeAtMost(repetitionPct, TRUST_BOUNDS.repetitionPct),
    textsOf: ({ trials, repetitionPct }) => [
      `repetition leaves ± ${repetitionPct.toFixed(1)} %`,
      moreTrials(trials, repetitionPct),
    ],
  },
  uncertainty: {
    gradeOf: ({ uncertaintyPct }) => gradeAtMost(uncertaintyPct, TRUST_BOUNDS.uncertaintyPct),
    textsOf: ({ uncertaintyPct, calibrationAgeDays }) => [
      `it is known to ± ${uncertaintyPct.toFixed(1)} %`,
      calibrationAgeDays === null
        ? '`joulefleet calibration add`: an external meter shrinks what the sensor may be off'
        : '`joulefleet results budget` shows the largest part',
    ],
  },
  calibration: {
    gradeOf: ({ calibrationAgeDays: age, shuntStated, layout = null }) => {
      if (age !== null) return age > STALE_AFTER_DAYS ? 'B' : 'A';
      const other = otherSensor(layout);
      if (other) return ACCURACY_GRADES[other.accuracy];
      return shuntStated ? 'B' : 'C';
    },
    textsOf: ({ calibrationAgeDays: age, shuntStated, layout = null }) => {
      const raise = '`joulefleet calibration add` with pairs of an external meter';
      if (age !== null) return [`the calibration is ${Math.round(age)} days old`, raise];
      const other = otherSensor(layout);
      if (other) return [`no calibration: ${ACCURACY[other.accuracy]}`, raise];
      return shuntStated
        ? ['no calibration: the limits of the data sheet hold', raise]
        : ['no calibration, and the board does not state its shunt', raise];
    },
  },
} as const satisfies Record<string, TrustPartDefinition>;

export type TrustPart = keyof typeof TRUST_PARTS;

/** Of the window with the fewest readings; nothing is known: an A, as `evidence` says so. */
function countGrade({ leastReadings: count }: CellEvidence): Grade {
  return count === null ? 'A' : gradeAtLeast(count, TRUST_BOUNDS.readings);
}

function rateGrade({ leastReadingsPerS: rate }: CellEvidence): Grade {
  return rate === null ? 'A' : gradeAtLeast(rate, TRUST_BOUNDS.readingsPerS);
}

function gapPctOf({ greatestGapShare }: CellEvidence): number {
  return 100 * (greatestGapShare ?? 0);
}

function isWorse(a: Grade, b: Grade): boolean {
  return GRADES.indexOf(a) > GRADES.indexOf(b);
}

/** The least bound above a value: what the next better grade takes. */
function better(bounds: Bounds, value: number): number {
  return bounds.findLast((bound) => bound > value) ?? bounds[0];
}

/** What the next better grade takes: intervals shrink with the root of the trials. */
function moreTrials(trials: number, pct: number): string {
  const grade = gradeAtMost(pct, TRUST_BOUNDS.repetitionPct);
  const bound = TRUST_BOUNDS.repetitionPct[GRADES.indexOf(grade) - 1];
  if (bound === undefined || !Number.isFinite(pct)) return 'more trials of the cell';
  const more = Math.ceil(trials * (pct / bound) ** 2) - trials;
  return `about ${more} more ${more === 1 ? 'trial' : 'trials'} of the cell`;
}
