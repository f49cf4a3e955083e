import type { TrialAttempt, TrialClock } from '@joulefleet/contracts';

type Known = Pick<TrialAttempt, 'clocks' | 'temperatures' | 'windows'>;
type Column = (number | null)[];

/** Clocks in MHz and temperatures in °C over time, as few as are known of them: a gap is where nothing is. */
export interface ConditionColumns {
  /** In µs. */
  tUs: number[];
  /** In the order of the clocks. */
  clockMhz: Column[];
  temperatureC: Column;
}

const HZ_PER_MHZ = 1e6;

/**
 * A clock is read before the workload is loaded and after it has ended, and counted over the inference window: its mean there is a line, the
 * readings are points. Temperatures are those of the record, joined within the window.
 *
 *     before   (nothing)   window start = window end   (nothing)   after
 *
 * @param ends of the trace, where readings before and after stand.
 */
export function conditionColumns(
  { clocks, temperatures, windows }: Known,
  ends: { startUs: number; endUs: number },
): ConditionColumns {
  const window = windows.find(({ name }) => name === 'inference');
  const middle = window ?? { startUs: ends.endUs, endUs: ends.startUs };
  const gaps = [(ends.startUs + middle.startUs) / 2, (middle.endUs + ends.endUs) / 2];
  const inTime = temperatures.flatMap(({ tUs, celsius }) => (tUs === null ? [] : [{ tUs, celsius }]));
  const times = [ends.startUs, ...gaps, middle.startUs, middle.endUs, ends.endUs, ...inTime.map(({ tUs }) => tUs)];
  const tUs = [...new Set(times)].sort((a, b) => a - b);
  const clockAt = (clock: TrialClock, t: number): number | null => {
    if (t === window?.startUs || t === window?.endUs) return meanHz(clock);
    if (t === ends.startUs) return clock.beforeHz;
    return t === ends.endUs ? clock.afterHz : null;
  };
  return {
    tUs,
    clockMhz: clocks.map((clock) => tUs.map((t) => inMhz(clockAt(clock, t)))),
    temperatureC: tUs.map((t) => inTime.find((each) => each.tUs === t)?.celsius ?? null),
  };
}

/** Weighted by the time at each level; of a clock that was not counted, what was read before. */
export function meanHz({
  levels,
  beforeHz,
  afterHz,
}: Pick<TrialClock, 'levels' | 'beforeHz' | 'afterHz'>): number | null {
  const totalMs = levels?.reduce((sum, { ms }) => sum + ms, 0) ?? 0;
  if (totalMs > 0) return levels!.reduce((sum, { hz, ms }) => sum + hz * ms, 0) / totalMs;
  return beforeHz !== null && beforeHz === afterHz ? beforeHz : null;
}

function inMhz(hz: number | null): number | null {
  return hz === null ? null : hz / HZ_PER_MHZ;
}
