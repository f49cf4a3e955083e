/** Logarithms of equal figures differ from their mean by rounding alone. */
const ROUNDING = 2e-14;

/** Whether figures with this standard deviation of their logarithms differ at all; null, of a single one, is none. */
export function hasScatter(sdLog: number | null): boolean {
  return sdLog !== null && sdLog > ROUNDING;
}
