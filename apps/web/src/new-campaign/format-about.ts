import type { Interval } from '@joulefleet/contracts';

const ENERGIES = [
  { from: 1e6, unit: 'MJ' },
  { from: 1e3, unit: 'kJ' },
] as const;

/** `12 min (10 min to 15 min)`: an estimate with its 95 % interval. */
export function formatAbout({ estimate, low, high }: Interval, format: (value: number) => string): string {
  return `${format(estimate)} (${format(low)} to ${format(high)})`;
}

/** `3.4 kJ`, to a digit below ten. */
export function formatEnergy(joules: number): string {
  const scale = ENERGIES.find(({ from }) => joules >= from);
  const figure = joules / (scale?.from ?? 1);
  return `${figure.toFixed(figure < 10 ? 1 : 0)} ${scale?.unit ?? 'J'}`;
}
