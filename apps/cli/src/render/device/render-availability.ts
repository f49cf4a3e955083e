import type { DeviceView } from '@joulefleet/contracts';
import type { Colors } from '../../terminal/session';
import { formatDistance } from '../format/format-moment';

/** `ready`, or `quarantined, bad`: health stands there when it is not good. */
export function renderAvailability({ availability, health }: DeviceView, colors: Colors): string {
  const painted = paint(availability, availability, colors);
  if (health === 'good' || availability === 'retired') return painted;
  return `${painted}, ${health === 'bad' ? colors.red(health) : colors.yellow(health)}`;
}

/** `3 ready`, in the state's colour. */
export function renderAvailabilityCount(
  count: number,
  availability: DeviceView['availability'],
  colors: Colors,
): string {
  return paint(availability, `${count} ${availability}`, colors);
}

/** When the state ends by itself or is to be looked at; a lease is renewed all the time and says nothing. */
export function renderUntil({ availability, until }: DeviceView, nowMs: number): string {
  if (until === null || availability === 'leased') return '';
  if (availability === 'quarantined' && Date.parse(until) <= nowMs) return 'overdue';
  return Date.parse(until) <= nowMs ? 'now' : formatDistance(until, nowMs);
}

function paint(availability: DeviceView['availability'], text: string, colors: Colors): string {
  switch (availability) {
    case 'ready':
      return colors.green(text);
    case 'leased':
      return colors.cyan(text);
    case 'cooling':
    case 'maintenance':
      return colors.yellow(text);
    case 'offline':
    case 'quarantined':
      return colors.red(text);
    case 'retired':
      return colors.dim(text);
  }
}
