import { CLOCK_RECORDS, type AttemptQuality, type ClockRecord } from './attempt-quality';

/** What the trials of a cell show together: the worst of them, or how many. Two may be merged. */
export interface CellEvidence {
  /** Trials whose quality is known, and those that an older version judged. */
  known: number;
  unknown: number;
  leastReadings: number | null;
  leastReadingsPerS: number | null;
  greatestGapShare: number | null;
  clocks: ClockRecord | null;
  /** Trials that started at an unusual temperature, and those of which that is not known. */
  unusualStarts: number;
  unknownStarts: number;
}

export const NO_EVIDENCE: CellEvidence = {
  known: 0,
  unknown: 0,
  leastReadings: null,
  leastReadingsPerS: null,
  greatestGapShare: null,
  clocks: null,
  unusualStarts: 0,
  unknownStarts: 0,
};

/** What one trial shows; null: an older version judged it. */
export function evidenceOf(quality: AttemptQuality | null): CellEvidence {
  if (quality === null) return { ...NO_EVIDENCE, unknown: 1 };
  return {
    known: 1,
    unknown: 0,
    leastReadings: quality.readings,
    leastReadingsPerS: quality.readingsPerS,
    greatestGapShare: quality.gapShare,
    clocks: quality.clocks,
    unusualStarts: Number(quality.start === 'unusual'),
    unknownStarts: Number(quality.start === 'unknown'),
  };
}

/** What the trials of both show. In any order the same. */
export function mergeEvidence(a: CellEvidence, b: CellEvidence): CellEvidence {
  return {
    known: a.known + b.known,
    unknown: a.unknown + b.unknown,
    leastReadings: either(Math.min, a.leastReadings, b.leastReadings),
    leastReadingsPerS: either(Math.min, a.leastReadingsPerS, b.leastReadingsPerS),
    greatestGapShare: either(Math.max, a.greatestGapShare, b.greatestGapShare),
    clocks: worse(a.clocks, b.clocks),
    unusualStarts: a.unusualStarts + b.unusualStarts,
    unknownStarts: a.unknownStarts + b.unknownStarts,
  };
}

function either(pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return pick(a, b);
}

function worse(a: ClockRecord | null, b: ClockRecord | null): ClockRecord | null {
  if (a === null || b === null) return a ?? b;
  return CLOCK_RECORDS.indexOf(a) > CLOCK_RECORDS.indexOf(b) ? a : b;
}
