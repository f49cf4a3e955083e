import type { Interval } from '@joulefleet/core';

/** `1.234 ± 0.012 mJ`: rounded so that the half width has two digits. Zero or unknown widths leave four digits of the figure; a ratio has no unit. */
export function formatWithin(estimate: number, halfWidth: number, unit = ''): string {
  return `${within(estimate, halfWidth)} ${unit}`.trimEnd();
}

/** An interval by its figure and half of its width. */
export function formatInterval({ estimate, low, high }: Interval, unit = ''): string {
  return formatWithin(estimate, (high - low) / 2, unit);
}

/** A width that is this part of its figure is a trace of how it was computed. */
const NO_WIDTH = 1e-9;
/** In any unit of a figure, less than this is what computing leaves of zero. */
const NOTHING = 1e-11;

function within(estimate: number, halfWidth: number): string {
  const noWidth = Math.max(NOTHING, NO_WIDTH * Math.abs(estimate));
  if (!(halfWidth > noWidth) || !Number.isFinite(halfWidth)) {
    return Math.abs(estimate) < NOTHING ? '0' : String(Number(estimate.toPrecision(4)));
  }
  const decimals = 1 - Math.floor(Math.log10(halfWidth));
  const show = (value: number): string =>
    decimals >= 0
      ? value.toFixed(Math.min(decimals, 12))
      : String(Math.round(value / 10 ** -decimals) * 10 ** -decimals);
  return `${show(estimate)} ± ${show(halfWidth)}`;
}
