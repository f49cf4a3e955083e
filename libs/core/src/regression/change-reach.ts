import { normalQuantile } from '../statistics/normal-quantile';
import { varianceOfMean } from './autocorrelation';
import type { SeriesBefore } from './next-nights';
import type { ShiftScore } from './shift-score';

const DEVIATES = normalQuantile(0.975);

/**
 * Half of the width of the 95 % interval of a shift, the mean of some nights less that of the reference's nights: z s √(v(n) + v(m)), with the variance
 * v of the mean of nights that follow each other (Box and Jenkins, see `varianceOfMean`). The standard deviation of a night is known from many nights
 * of all series, so the deviate is the normal one. That nights were looked at until they decided is not allowed for.
 */
export function reachOfNights({ sd, referenceNights, rho }: SeriesBefore, nights: number): number {
  return DEVIATES * sd * Math.sqrt(varianceOfMean(nights, rho) + varianceOfMean(referenceNights, rho));
}

/** The same of a flag, whose score is its shift in standard errors. Its nights were chosen for being far off, so its size is rather too large. */
export function reachOfFlag({ shift, z }: Pick<ShiftScore, 'shift' | 'z'>): number {
  return DEVIATES * Math.abs(shift / z);
}
