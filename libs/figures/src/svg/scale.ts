/** A linear scale from values to pixels. */
export interface Scale {
  readonly ticks: readonly number[];
  readonly at: (value: number) => number;
}

const TICKS = 5;

/** A scale over round figures that hold all values; `withZero` begins at zero. */
export function linearScale(
  values: readonly number[],
  [from, to]: readonly [number, number],
  { withZero = false } = {},
): Scale {
  const known = values.filter(Number.isFinite);
  const least = Math.min(...known, ...(withZero ? [0] : []));
  const most = Math.max(...known, ...(withZero ? [0] : []));
  const [low, high] = known.length === 0 ? [0, 1] : least === most ? [least - 0.5, most + 0.5] : [least, most];
  const step = roundStep((high - low) / TICKS);
  const first = Math.floor(low / step + 1e-9) * step;
  const last = Math.ceil(high / step - 1e-9) * step;
  const ticks = Array.from({ length: Math.round((last - first) / step) + 1 }, (_, i) => first + i * step);
  return { ticks, at: (value) => from + ((value - first) / (last - first)) * (to - from) };
}

/** A scale that begins and ends with the values, whatever round figures are between; a single value is in the middle. */
export function tightScale(values: readonly number[], [from, to]: readonly [number, number]): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (least === most) return { ticks: [least], at: () => (from + to) / 2 };
  const { ticks } = linearScale(values, [from, to]);
  const slack = 1e-9 * (most - least);
  return {
    ticks: ticks.filter((tick) => tick >= least - slack && tick <= most + slack),
    at: (value) => from + ((value - least) / (most - least)) * (to - from),
  };
}

/** 1, 2 or 5 times a power of ten, at least as much. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * ([1, 2, 5].find((times) => times * power >= step * (1 - 1e-9)) ?? 10);
}

/** A figure of an axis. */
export function shortFigure(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) >= 1e5 || Math.abs(value) < 1e-3
    ? value.toExponential(1)
    : String(Number(value.toPrecision(4)));
}
