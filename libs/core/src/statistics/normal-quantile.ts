/** Ratios of polynomials of algorithm AS 241, PPND7 (M. J. Wichura, Appl. Statist. 37, 1988); lowest power first. */
const CENTRE = {
  above: [3.3871327179, 50.434271938, 159.29113202, 59.10937472],
  below: [1, 17.895169469, 78.757757664, 67.1875636],
};
const NEAR_TAIL = {
  above: [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103],
  below: [1, 0.7370016425, 0.12021132975],
};
const FAR_TAIL = {
  above: [6.657905115, 3.081226386, 0.42868294337, 0.017337203997],
  below: [1, 0.24197894225, 0.012258202635],
};

/** The z that a standard normal deviate stays below with `probability` (above 0, below 1); about 1 part in 10^7. */
export function normalQuantile(probability: number): number {
  const fromMiddle = probability - 0.5;
  if (Math.abs(fromMiddle) <= 0.425) return fromMiddle * ratio(CENTRE, 0.425 ** 2 - fromMiddle ** 2);
  const depth = Math.sqrt(-Math.log(Math.min(probability, 1 - probability)));
  const z = depth <= 5 ? ratio(NEAR_TAIL, depth - 1.6) : ratio(FAR_TAIL, depth - 5);
  return fromMiddle < 0 ? -z : z;
}

function ratio({ above, below }: { above: readonly number[]; below: readonly number[] }, x: number): number {
  const polynomial = (coefficients: readonly number[]): number => coefficients.reduceRight((sum, c) => sum * x + c, 0);
  return polynomial(above) / polynomial(below);
}
