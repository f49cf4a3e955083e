/** P(Z <= z) of a standard normal deviate (series of G. Marsaglia, J. Stat. Softw. 11(4), 2004); absolute error below 1e-14. */
export function normalProbability(z: number): number {
  if (z < -8) return 0;
  if (z > 8) return 1;
  let term = z;
  let sum = z;
  for (let odd = 3; sum + term !== sum; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + sum * Math.exp((-z * z) / 2 - 0.5 * Math.log(2 * Math.PI));
}
