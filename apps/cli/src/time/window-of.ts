import { usageFailure } from '../cli-failure';
import { momentOf } from './moment-of';
import { parseSpan } from './parse-span';

export interface WindowOptions {
  from?: string;
  to?: string;
  for?: string;
}

/** A window of time from the options of a command; it begins now unless said. @throws CliFailure `usage`. */
export function windowOf(options: WindowOptions, nowMs: number): { startsAt: string; endsAt: string } {
  const startMs = momentOf('--from', options.from ?? 'now', nowMs);
  if ((options.to === undefined) === (options.for === undefined)) {
    throw usageFailure('one of --to and --for says when it ends', {
      remedy: 'Say --for 2h, or --to "2026-05-01 08:00".',
    });
  }
  const endMs = options.to === undefined ? startMs + spanOf(options.for!) : momentOf('--to', options.to, nowMs);
  if (endMs <= startMs) throw usageFailure('the window ends before it begins');
  if (endMs <= nowMs) throw usageFailure('the window has ended already');
  return { startsAt: new Date(startMs).toISOString(), endsAt: new Date(endMs).toISOString() };
}

function spanOf(text: string): number {
  const spanMs = parseSpan(text);
  if (spanMs !== null) return spanMs;
  throw usageFailure(`--for: "${text}" is not a duration`, { remedy: 'Write 90min, 2h, 1d or 1d 12h.' });
}
