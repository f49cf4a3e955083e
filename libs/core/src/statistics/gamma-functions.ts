/** Coefficients of C. Lanczos' approximation, g = 7, n = 9 (P. Godfrey's), relative error below 1e-14. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Natural logarithm of the gamma function for x >= 0.5. */
export function lnGamma(x: number): number {
  const base = x - 1 + 7.5;
  const series = LANCZOS.reduce((sum, c, i) => (i === 0 ? c : sum + c / (x - 1 + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(series);
}

/** Derivative of lnGamma for x > 0 (Abramowitz and Stegun 6.3.18, after the recurrence 6.3.5 up to x >= 8). */
export function digamma(x: number): number {
  let shift = 0;
  for (; x < 8; x++) shift -= 1 / x;
  const r = 1 / (x * x);
  return shift + Math.log(x) - 0.5 / x - r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r / 132))));
}

/** Second derivative of lnGamma for x > 0 (Abramowitz and Stegun 6.4.12, after the recurrence 6.4.6 up to x >= 8). */
export function trigamma(x: number): number {
  let shift = 0;
  for (; x < 8; x++) shift += 1 / (x * x);
  const r = 1 / (x * x);
  return shift + (1 + 0.5 / x + r * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r / 30)))) / x;
}

/** The x > 0 whose trigamma is y > 0: Newton's steps on 1 / trigamma, which is convex (Smyth 2004, appendix). */
export function inverseTrigamma(y: number): number {
  if (y > 1e7) return 1 / Math.sqrt(y);
  if (y < 1e-6) return 1 / y;
  let x = 0.5 + 1 / y;
  for (let step = 0; step < 50; step++) {
    const value = trigamma(x);
    const change = (value * (1 - value / y)) / tetragamma(x);
    x += change;
    if (Math.abs(change) < 1e-9 * x) break;
  }
  return x;
}

/** Third derivative of lnGamma (Abramowitz and Stegun 6.4.13). */
function tetragamma(x: number): number {
  let shift = 0;
  for (; x < 8; x++) shift -= 2 / (x * x * x);
  const r = 1 / (x * x);
  return shift - r * (1 + 1 / x + r * (1 / 2 - r * (1 / 6 - r * (1 / 6 - (3 * r) / 10))));
}
