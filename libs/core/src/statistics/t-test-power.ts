import { lnGamma } from './gamma-functions';
import { normalProbability } from './normal-probability';
import { studentTQuantile } from './student-t';

const STEPS = 400;

/**
 * Power of a two-sided 5 % t test: the chance that |T| of the noncentral t distribution exceeds its critical value.
 *
 * @param noncentrality true difference over the standard error of its estimate.
 */
export function tTestPower(noncentrality: number, degreesOfFreedom: number): number {
  const critical = studentTQuantile(0.975, degreesOfFreedom);
  const above = 1 - noncentralTProbability(critical, degreesOfFreedom, noncentrality);
  return above + noncentralTProbability(-critical, degreesOfFreedom, noncentrality);
}

/**
 * P(T <= t) of the noncentral t: normal probability of t s - noncentrality over the distribution of s, the root of chi-square over its degrees of
 * freedom (N. L. Johnson et al., Continuous Univariate Distributions 2, 1995, chapter 31), by Simpson's rule.
 */
export function noncentralTProbability(t: number, degreesOfFreedom: number, noncentrality: number): number {
  const half = degreesOfFreedom / 2;
  const scale = Math.log(2) + half * Math.log(half) - lnGamma(half);
  const density = (s: number): number =>
    s === 0 ? 0 : Math.exp(scale + (degreesOfFreedom - 1) * Math.log(s) - half * s * s);
  const most = 1 + 8 / Math.sqrt(degreesOfFreedom);
  const width = most / STEPS;
  let sum = 0;
  for (let i = 0; i <= STEPS; i++) {
    const weight = i === 0 || i === STEPS ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * density(i * width) * normalProbability(t * i * width - noncentrality);
  }
  return (sum * width) / 3;
}
