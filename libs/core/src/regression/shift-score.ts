import { normalQuantile } from '../statistics/normal-quantile';
import { varianceOfMean } from './autocorrelation';
import { DRIFT_WINDOWS, STEP_WINDOWS, type SeriesBook } from './series-book';

/** The window in which a series differs most from its reference. */
export interface ShiftScore {
  /** Signed, in standard errors: the root of twice the log likelihood ratio. 0 while there is no reference. */
  z: number;
  window: number;
  /** Difference of the means, a logarithm. */
  shift: number;
}

/** With fewer clean nights a series is not judged yet. */
const MIN_REFERENCE_NIGHTS = 3;
const WINDOWS = [...STEP_WINDOWS, ...DRIFT_WINDOWS];
const NOTHING: ShiftScore = { z: 0, window: 0, shift: 0 };

/** Variances of means that `shiftScore` needs, over that of one night: computed once for a correlation. */
export class MeanVariances {
  private readonly byNights: Float64Array;

  constructor(readonly rho: number) {
    this.byNights = Float64Array.from({ length: 29 }, (_, nights) =>
      nights === 0 ? NaN : varianceOfMean(nights, rho),
    );
  }

  of(nights: number): number {
    return this.byNights[nights]!;
  }
}

/** Against the anchor, not the reference. */
export function isDriftWindow(window: number): boolean {
  return window >= DRIFT_WINDOWS[0];
}

/**
 * Generalised likelihood ratio of a shift of the mean that began 1, 2, 3, 5 or 7 nights ago, against the reference, or 14 or 28, against
 * the anchor, of normal values with a known standard deviation (T. L. Lai, J. R. Statist. Soc. B 57, 1995, windows of limited length).
 */
export function shiftScore(book: SeriesBook, row: number, sd: number, variances: MeanVariances): ShiftScore {
  const references = book.referenceNights(row);
  if (references < MIN_REFERENCE_NIGHTS || !(sd > 0)) return NOTHING;
  const nights = book.recentNights(row);
  let best = NOTHING;
  let sum = 0;
  let back = 0;
  for (const window of WINDOWS) {
    if (window > nights) break;
    for (; back < window; back++) sum += book.recentAt(row, back);
    const drift = isDriftWindow(window);
    const others = drift ? book.anchorNights(row) : references;
    const shift = sum / window - (drift ? book.anchorMean(row) : book.referenceMean(row));
    const z = shift / (sd * Math.sqrt(variances.of(window) + variances.of(others)));
    if (Math.abs(z) > Math.abs(best.z)) best = { z, window, shift };
  }
  return best;
}

const DEVIATES = normalQuantile(0.975);

/**
 * Half of the width of the 95 % interval of a flag's shift, whose score is that in standard errors. Its nights were chosen for being far off, so its
 * size is rather too large.
 */
export function reachOfFlag({ shift, z }: Pick<ShiftScore, 'shift' | 'z'>): number {
  return DEVIATES * Math.abs(shift / z);
}
