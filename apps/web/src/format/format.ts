import type { Interval } from '@joulefleet/core';

export { formatInterval, formatWithin } from '@joulefleet/figures';

/** Locale of numbers and times: the browser's. */
const times = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** A moment in the viewer's zone, which it names. */
export function formatMoment(iso: string | null): string {
  return iso === null ? '–' : times.format(new Date(iso));
}

/** `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 100) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `3 min to 5 min`, by the 95 % interval where one is known, else `about 4 min`; null: not known yet. */
export function formatTimeLeft({ etaS, etaIntervalS }: TimeLeft): string | null {
  if (etaIntervalS) return `${formatDuration(etaIntervalS.low)} to ${formatDuration(etaIntervalS.high)}`;
  return etaS === null ? null : `about ${formatDuration(etaS)}`;
}

/** Power in W, to the milliwatt below ten. */
export function formatPower(powerMw: number): string {
  return `${(powerMw / 1000).toFixed(powerMw < 10_000 ? 2 : 1)} W`;
}

export function formatTemperature(celsius: number): string {
  return `${celsius.toFixed(1)} °C`;
}

export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString()} ${noun}${count === 1 ? '' : 's'}`;
}

interface TimeLeft {
  etaS: number | null;
  etaIntervalS: Pick<Interval, 'low' | 'high'> | null;
}
