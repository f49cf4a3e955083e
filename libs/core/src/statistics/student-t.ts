import { lnGamma } from './gamma-functions';
import { normalQuantile } from './normal-quantile';
import { remembering } from './remembering';

/** From here on the quantile is taken from its expansion about the normal one, exact to 1e-7 there. */
const NEARLY_NORMAL = 1000;

/** P(T <= t) of Student's t with `degreesOfFreedom` > 0, whole or not (Abramowitz and Stegun 26.7.1). */
export function studentTProbability(t: number, degreesOfFreedom: number): number {
  const tail = incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/**
 * The t that P(T <= t) = `probability` holds for.
 *
 * @param probability above 0 and below 1.
 * @param degreesOfFreedom above 0; Infinity gives the normal distribution.
 * @throws RangeError outside of these.
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`no quantile of probability ${probability}`);
  if (!(degreesOfFreedom > 0)) throw new RangeError(`no t distribution of ${degreesOfFreedom} degrees of freedom`);
  if (probability === 0.5) return 0;
  if (probability < 0.5) return -studentTQuantile(1 - probability, degreesOfFreedom);
  if (degreesOfFreedom > NEARLY_NORMAL) return expandedQuantile(probability, degreesOfFreedom);
  return soughtQuantile(probability, degreesOfFreedom);
}

/** Abramowitz and Stegun 26.7.5, its first three terms. */
function expandedQuantile(probability: number, degreesOfFreedom: number): number {
  const z = normalQuantile(probability);
  const first = (z ** 3 + z) / (4 * degreesOfFreedom);
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degreesOfFreedom ** 2);
  return z + first + second;
}

/** Newton's steps from the expansion, halving the bracket where a step would leave it. */
function soughtQuantile(probability: number, degreesOfFreedom: number): number {
  const density = densityOf(degreesOfFreedom);
  let [low, high] = [0, Infinity];
  let t = expandedQuantile(probability, degreesOfFreedom);
  for (let round = 0; round < 200; round++) {
    const excess = studentTProbability(t, degreesOfFreedom) - probability;
    if (excess < 0) low = t;
    else high = t;
    const stepped = t - excess / density(t);
    if (Math.abs(stepped - t) <= 1e-13 * t || high - low <= 1e-13 * t) break;
    const inBracket = stepped > low && stepped < high;
    t = inBracket ? stepped : high === Infinity ? 2 * t : (low + high) / 2;
  }
  return t;
}

function densityOf(degreesOfFreedom: number): (t: number) => number {
  const half = (degreesOfFreedom + 1) / 2;
  const scale = lnGamma(half) - lnGamma(degreesOfFreedom / 2) - Math.log(Math.PI * degreesOfFreedom) / 2;
  return (t) => Math.exp(scale - half * Math.log1p((t * t) / degreesOfFreedom));
}

/** Half of a two-sided 95 % interval, in standard errors, by degrees of freedom. */
export const twoSided95 = remembering((degreesOfFreedom) => studentTQuantile(0.975, degreesOfFreedom));

/** Regularised incomplete beta function I_x(a, b) (DLMF 8.17.22 and, beyond its fast side, 8.17.4). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return (Math.exp(front) / a) * betaFraction(x, a, b);
}

/** The continued fraction of DLMF 8.17.22, by the modified Lentz method (DLMF 3.10.(iii)). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / notZero(1 - ((a + b) * x) / (a + 1), tiny);
  let fraction = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let factor = 1;
    for (const term of [even, odd]) {
      d = 1 / notZero(1 + term * d, tiny);
      c = notZero(1 + term / c, tiny);
      factor = c * d;
      fraction *= factor;
    }
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return fraction;
}

function notZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}
