import type { Interval } from '@joulefleet/contracts';

/** A figure and its uncertainty in one unit; the uncertainty has two significant digits, the figure as many places. */
export function withUncertainty(figure: number, uncertainty: number, unit: string): string {
  const places = uncertainty > 0 ? Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(uncertainty)))) : 2;
  return `${figure.toFixed(places)} ± ${uncertainty.toFixed(places)} ${unit}`;
}

/** A figure with its 95 % interval in brackets: ± is for the expanded uncertainty alone. */
function withInterval({ estimate, low, high }: Interval, divisor: number, unit: string): string {
  const half = (high - low) / 2 / divisor;
  const places = half > 0 ? Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(half)))) : 2;
  const [figure, from, to] = [estimate, low, high].map((value) => (value / divisor).toFixed(places));
  return `${figure} ${unit} [${from}, ${to}]`;
}

/** An energy in mJ, J or kJ, as large as it is. */
export function formatEnergy(energyMj: number, uncertaintyMj: number): string {
  const { divisor, unit } = scaleOf(energyMj, ENERGY_SCALES);
  return withUncertainty(energyMj / divisor, uncertaintyMj / divisor, unit);
}

/** An energy with its interval of repetition, in mJ, J or kJ. */
export function formatMeanEnergy(energyMj: Interval): string {
  const { divisor, unit } = scaleOf(energyMj.estimate, ENERGY_SCALES);
  return withInterval(energyMj, divisor, unit);
}

/** A duration in ms with its interval, in ms or s. */
export function formatMeanDuration(durationMs: Interval): string {
  const { divisor, unit } = scaleOf(durationMs.estimate, DURATION_SCALES);
  return withInterval(durationMs, divisor, unit);
}

/** A power in mW with its interval, in W. */
export function formatPower(powerMw: Interval): string {
  return withInterval(powerMw, 1000, 'W');
}

/** A percentage with its interval, signed where it may be of either sign: `18.9 % [18.1, 19.7]`. */
export function formatPct({ estimate, low, high }: Interval, sign = ''): string {
  const shownSign = estimate >= 0 ? sign : '';
  return `${shownSign}${oneDecimal(estimate)} % [${oneDecimal(low)}, ${oneDecimal(high)}]`;
}

/** Without the sign of a zero. */
function oneDecimal(figure: number): string {
  return figure.toFixed(1).replace(/^-(0\.0)$/, '$1');
}

/** A ratio with its interval: `2.31 [2.28, 2.34]`. */
export function formatRatio({ estimate, low, high }: Interval): string {
  return `${estimate.toPrecision(3)} [${low.toPrecision(3)}, ${high.toPrecision(3)}]`;
}

const ENERGY_SCALES = [
  { from: 1e8, divisor: 1e6, unit: 'kJ' },
  { from: 1e3, divisor: 1e3, unit: 'J' },
  { from: 0, divisor: 1, unit: 'mJ' },
] as const;
const DURATION_SCALES = [
  { from: 1e3, divisor: 1e3, unit: 's' },
  { from: 0, divisor: 1, unit: 'ms' },
] as const;

function scaleOf<S extends { from: number; divisor: number; unit: string }>(figure: number, scales: readonly S[]): S {
  return scales.find((scale) => figure >= scale.from) ?? scales[scales.length - 1]!;
}
