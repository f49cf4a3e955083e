import { isSaneMoment } from '@joulefleet/contracts';
import { usageFailure } from '../cli-failure';
import { tellInstant } from './local-instants';
import { parseMoment } from './parse-moment';

/**
 * The instant that an option names, in milliseconds since the epoch.
 * @throws CliFailure `usage`: no moment, out of range, or a local time that does not exist or comes twice.
 */
export function momentOf(option: string, text: string, nowMs: number): number {
  const instants = parseMoment(text, nowMs);
  if (instants === null) {
    throw usageFailure(`${option}: "${text}" is not a date or time`, {
      remedy: 'Write now, +2h, 2026-05-01, "2026-05-01 08:00" (your time), or with Z or an offset at the end.',
    });
  }
  if (instants.length === 0) {
    throw usageFailure(`${option}: "${text}" does not exist here: clocks are put forward over it`, {
      remedy: 'Name another time, or add Z or an offset, such as "+02:00".',
    });
  }
  if (instants.length > 1) {
    throw usageFailure(`${option}: "${text}" comes ${instants.length} times here: clocks are put back over it`, {
      remedy: `Write one of ${instants.map((instantMs) => `"${tellInstant(instantMs)}"`).join(', ')}.`,
    });
  }
  if (!isSaneMoment(instants[0]!)) {
    throw usageFailure(`${option}: "${text}" is not between the years 2000 and 2200`, { remedy: 'Check the year.' });
  }
  return instants[0]!;
}
