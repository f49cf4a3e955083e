import {
  Fault,
  decideNight,
  decideTicks,
  nextTicks,
  parseDailyWindow,
  tellLocal,
  TICKS_AT_ONCE,
  dailyWindowAt,
  type ScheduleRule,
  type ScheduleState,
} from '@joulefleet/core';
import { parseCron } from './index';

const BERLIN = 'Europe/Berlin';
const HOUR_MS = 3_600_000;
const ms = (text: string): number => Date.parse(text);
const shown = (cron: string, from: string, count: number, zone = BERLIN): string[] =>
  nextTicks(parseCron(cron, zone, ms(from)), ms(from), count).map((tick) => tellLocal(tick, zone));
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return (error as Fault).code;
  }
  return 'none';
};

describe('ticks', () => {
  it('come at 03:30 on the night in which 02:30 is left out', () => {
    expect(shown('30 2 * * *', '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28 02:30 +01:00',
      '2026-03-29 03:30 +02:00',
      '2026-03-30 02:30 +02:00',
    ]);
  });

  it('come once, the first time, on the night in which 02:30 comes twice', () => {
    expect(shown('30 2 * * *', '2026-10-24T00:00:00Z', 3)).toEqual([
      '2026-10-24 02:30 +02:00',
      '2026-10-25 02:30 +02:00',
      '2026-10-26 02:30 +01:00',
    ]);
  });

  it('follow half hours of daylight saving, and zones without any', () => {
    expect(shown('15 2 * * *', '2026-10-02T20:00:00Z', 2, 'Australia/Lord_Howe')).toEqual([
      '2026-10-04 02:45 +11:00',
      '2026-10-05 02:15 +11:00',
    ]);
    expect(shown('0 22 * * 1-5', '2026-11-27T23:00:00Z', 1, 'Asia/Kolkata')).toEqual(['2026-11-30 22:00 +05:30']);
  });

  it.each([
    ['0 0 30 2 *', BERLIN, 'cron_never'],
    ['61 0 * * *', BERLIN, 'cron_invalid'],
    ['0 22 * *', BERLIN, 'cron_invalid'],
    ['0 0 22 * * *', BERLIN, 'cron_invalid'],
    ['@daily', BERLIN, 'cron_invalid'],
    ['', BERLIN, 'cron_invalid'],
    [`0 ${'1,'.repeat(200)}1 * * *`, BERLIN, 'cron_invalid'],
    ['0 22 * * *', 'Europe/Atlantis', 'zone_unknown'],
    ['0 22 * * *', '+02:00', 'zone_unknown'],
  ])('of %j in %s are refused as %s', (cron, zone, code) => {
    expect(codeOf(() => parseCron(cron, zone, ms('2026-01-01T00:00:00Z')))).toBe(code);
  });
});

describe('windows', () => {
  const window = parseDailyWindow('22:00-06:00');

  it('cross midnight, and are an hour shorter or longer where clocks change', () => {
    const hours = (text: string): number => {
      const opened = dailyWindowAt(window, BERLIN, ms(text))!;
      return (opened.endMs - opened.startMs) / HOUR_MS;
    };
    expect(hours('2026-03-28T22:00:00Z')).toBe(7);
    expect(hours('2026-10-25T03:00:00Z')).toBe(9);
    expect(hours('2026-06-01T23:00:00Z')).toBe(8);
  });

  it('hold their beginning and not their end', () => {
    expect(dailyWindowAt(window, BERLIN, ms('2026-06-01T20:00:00Z'))).not.toBeNull();
    expect(dailyWindowAt(window, BERLIN, ms('2026-06-01T19:59:59Z'))).toBeNull();
    expect(dailyWindowAt(window, BERLIN, ms('2026-06-02T03:59:59Z'))).not.toBeNull();
    expect(dailyWindowAt(window, BERLIN, ms('2026-06-02T04:00:00Z'))).toBeNull();
  });

  it.each([
    ['22:00-22:00', 'window_empty'],
    ['22:00', 'time_invalid'],
    ['24:00-06:00', 'time_invalid'],
    ['22:00-06:00-07:00', 'time_invalid'],
  ])('such as %s are refused as %s', (text, code) => {
    expect(codeOf(() => parseDailyWindow(text))).toBe(code);
  });
});

describe('decideTicks', () => {
  const since = ms('2026-06-01T00:00:00Z');
  const tick = ms('2026-06-01T20:00:00Z');
  const rule = (over: Partial<ScheduleRule> = {}): ScheduleRule => ({
    ticks: parseCron('0 22 * * *', BERLIN, since),
    zone: BERLIN,
    window: parseDailyWindow('22:00-06:00'),
    missed: { kind: 'skip' },
    overlap: 'skip',
    budgetMs: null,
    ...over,
  });
  const state = (over: Partial<ScheduleState> = {}): ScheduleState => ({
    decidedUntilMs: since,
    waitingTickMs: null,
    running: false,
    paused: false,
    ownerDisabled: false,
    ...over,
  });
  const decided = (over: Partial<ScheduleRule>, now: number, standing: Partial<ScheduleState> = {}) =>
    decideTicks(rule(over), state(standing), now).decided.map(({ count, skipped }) => [count, skipped]);

  it('starts a tick that is due, and nothing before', () => {
    expect(decided({}, tick - 1)).toEqual([]);
    expect(decided({}, tick)).toEqual([[1, null]]);
    expect(decided({}, tick, { decidedUntilMs: tick })).toEqual([]);
  });

  it('decides nothing again with a clock that was put back', () => {
    expect(decideTicks(rule(), state({ decidedUntilMs: tick }), tick - HOUR_MS)).toEqual({
      decided: [],
      decidedUntilMs: tick,
      waitingTickMs: null,
      more: false,
    });
  });

  it('skips a missed start, or makes one late start until the hour named', () => {
    const until = { missed: { kind: 'until', minute: 60 } } as const;
    expect(decided({}, tick + HOUR_MS)).toEqual([[1, 'missed']]);
    expect(decided(until, tick + 3 * HOUR_MS)).toEqual([[1, null]]);
    expect(decided(until, tick + 3 * HOUR_MS + 1)).toEqual([[1, 'missed']]);
    expect(decided(until, tick + 24 * HOUR_MS)).toEqual([
      [1, 'superseded'],
      [1, null],
    ]);
  });

  it.each([
    [{ paused: true }, {}, 'paused'],
    [{ ownerDisabled: true }, {}, 'owner_disabled'],
    [{ running: true }, {}, 'overlap'],
    [{}, { window: parseDailyWindow('01:00-06:00') }, 'outside_window'],
  ])('skips where the state is %j and the rule %j', (standing, over, reason) => {
    expect(decided(over, tick, standing)).toEqual([[1, reason]]);
  });

  it('lets a tick wait for the night before, until its window is over or the next one is due', () => {
    const queue = rule({ overlap: 'queue' });
    const round = decideTicks(queue, state({ running: true }), tick);
    expect(round).toMatchObject({ decided: [], waitingTickMs: tick, decidedUntilMs: since });
    const waiting = state({ running: true, waitingTickMs: tick });
    expect(decideTicks(queue, { ...waiting, running: false }, tick + 2 * HOUR_MS).decided).toMatchObject([
      { tickMs: tick, skipped: null },
    ]);
    expect(decideTicks(queue, waiting, tick + 8 * HOUR_MS).decided).toMatchObject([{ skipped: 'window_over' }]);
    expect(decideTicks(queue, waiting, tick + 24 * HOUR_MS)).toMatchObject({
      decided: [{ tickMs: tick, skipped: 'superseded' }],
      waitingTickMs: tick + 24 * HOUR_MS,
    });
  });

  it('sums up what was missed, a bounded number at once, and loses none', () => {
    const ticks = parseCron('* * * * *', BERLIN, since);
    const now = since + 24 * HOUR_MS;
    let standing = state();
    let count = 0;
    for (let more = true; more;) {
      const round = decideTicks(rule({ ticks, window: null }), standing, now);
      for (const run of round.decided) count += run.count;
      expect(Math.max(...round.decided.map((run) => run.count))).toBeLessThanOrEqual(TICKS_AT_ONCE);
      standing = { ...standing, decidedUntilMs: round.decidedUntilMs };
      more = round.more;
    }
    expect(count).toBe(24 * 60);
  });
});

describe('decideNight', () => {
  const rule = { zone: BERLIN, window: parseDailyWindow('22:00-06:00'), budgetMs: 2 * HOUR_MS };
  const startedMs = ms('2026-06-01T20:00:00Z');

  it('ends it with its window or its budget, whichever comes first', () => {
    expect(decideNight(rule, { startedMs, consumedMs: 0 }, startedMs + 8 * HOUR_MS - 1)).toBeNull();
    expect(decideNight(rule, { startedMs, consumedMs: 0 }, startedMs + 8 * HOUR_MS)).toBe('window_over');
    expect(decideNight(rule, { startedMs, consumedMs: 2 * HOUR_MS }, startedMs + HOUR_MS)).toBe('budget_spent');
    expect(decideNight({ ...rule, window: null, budgetMs: null }, { startedMs, consumedMs: 9e9 }, 9e15)).toBeNull();
  });
});
