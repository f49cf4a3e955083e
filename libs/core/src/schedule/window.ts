import { scheduleFault } from './schedule-fault';
import type { DailyWindow, MinuteOfDay } from './schedule-rule';
import { instantAt, localDay } from './zone-time';

/** A window on one day, in ms since the epoch; its end is not in it. */
export interface OpenWindow {
  startMs: number;
  endMs: number;
}

/** `22:00` to `23:59` and `00:00`. @throws Fault `time_invalid` (operator). */
export function parseTimeOfDay(text: string): MinuteOfDay {
  const [, hour, minute] = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(text) ?? [];
  if (hour !== undefined) return Number(hour) * 60 + Number(minute);
  const message = `${JSON.stringify(text.slice(0, 40))} is no time of day`;
  throw scheduleFault('time_invalid', message, 'Write it as HH:MM, from 00:00 to 23:59.');
}

/** `22:00-06:00`. @throws Fault `time_invalid`, `window_empty` (operator). */
export function parseDailyWindow(text: string): DailyWindow {
  const [from, to, more] = text.split('-');
  const window = { from: parseTimeOfDay(from ?? ''), to: parseTimeOfDay(to ?? '') };
  if (more !== undefined) parseTimeOfDay(text);
  if (window.from !== window.to) return window;
  const remedy = 'Leave the window out where a night may take all day.';
  throw scheduleFault('window_empty', `the window ${text} is empty: it ends when it begins`, remedy);
}

/** The window that is open at an instant; null: none is. Where an end does not exist or comes twice, as `instantAt` says. */
export function dailyWindowAt({ from, to }: DailyWindow, zone: string, instantMs: number): OpenWindow | null {
  for (const moved of [0, -1]) {
    const startMs = instantAt(localDay(instantMs, zone, moved), from, zone);
    const endMs = instantAt(localDay(instantMs, zone, to > from ? moved : moved + 1), to, zone);
    if (startMs <= instantMs && instantMs < endMs) return { startMs, endMs };
  }
  return null;
}

/** The first instant after another at which clocks of the zone show a time of day. */
export function nextTimeOfDay(minute: MinuteOfDay, zone: string, afterMs: number): number {
  const today = instantAt(localDay(afterMs, zone), minute, zone);
  return today > afterMs ? today : instantAt(localDay(afterMs, zone, 1), minute, zone);
}
