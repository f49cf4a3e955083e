import type { NightChange, NightChanges, NightView } from '@joulefleet/contracts';
import { describeNightDigest } from './describe-night';
import { describeWeekDigest } from './describe-week';
import { digestNight, hasNews } from './night-digest';
import { digestWeek } from './week-digest';

const at = (day: number): NightChange['since'] => ({
  at: `2026-03-${day}T21:00:00.000Z`,
  local: `2026-03-${day} 22:00 +01:00`,
});
const NIGHT: NightView = {
  ...{ schedule: 'nightly', due: at(23), lastDue: at(23), count: 1, outcome: 'complete', skipped: null },
  ...{
    startedAt: at(23).at,
    endedAt: at(23).at,
    endReason: 'completed',
    triggeredBy: null,
    underTest: 'v2',
    detail: null,
  },
  ...{
    campaign: null,
    continued: null,
    again: null,
    trials: { total: 8, accepted: 8, failed: 0, missing: 0 },
    deviceHours: 1,
  },
};
const CHANGE: NightChange = {
  ...{ id: 'a1b2c3d4e5', kind: 'series', key: 'nano-1 k energy', about: 'alexnet, batch 16', device: 'nano-1' },
  ...{
    metric: 'energy',
    cells: 1,
    changePct: 3.04,
    lowPct: 2.6,
    highPct: 3.5,
    state: 'confirmed',
    acknowledged: false,
  },
  ...{ since: at(20), flagged: at(21), decided: at(23), underTest: { before: 'v1', since: 'v2' } },
  ...{ narrowed: null, measuredAgain: null, marks: [], cause: null, because: null },
};
const VIEW: NightChanges = {
  ...{ schedule: 'nightly', simulated: false, nights: 40, learning: 0, expectedFalsePerNight: 0.002, calendar: [] },
  ...{ balance: { worse: 4, better: 1, pValue: 0.4 }, unsteady: [] },
  selfTest: { injected: 0, found: 0, untouched: 0, madeUp: 0 },
  detectable: [{ metric: 'energy', halfPct: 0.94, allPct: 1.2 }],
  changes: [
    {
      ...CHANGE,
      changePct: 2,
      lowPct: 1.4,
      highPct: 2.6,
      about: 'small',
      cause: 'workload',
      because: 'the version was changed',
    },
    { ...CHANGE, changePct: -5, lowPct: -5.7, highPct: -4.3, about: 'better' },
    { ...CHANGE, state: 'fixed', changePct: 9, lowPct: 8.2, highPct: 9.8, about: 'mended' },
    CHANGE,
    { ...CHANGE, about: 'decided before', decided: at(22), acknowledged: true },
    { ...CHANGE, state: 'suspected', decided: null, about: 'suspected' },
    { ...CHANGE, state: 'went_away', about: 'gone' },
    { ...CHANGE, state: 'expected', about: 'wanted' },
  ],
};
const judged = (over: Partial<NightChanges> = {}) => ({ changes: { ...VIEW, ...over } });

describe('the digest of a night', () => {
  const digest = digestNight(NIGHT, judged());

  it('has what was decided in this night, the worst first, and counts the rest', () => {
    expect(digest.changes.map(({ about }) => about)).toEqual(['alexnet, batch 16', 'small', 'better', 'mended']);
    expect(digest).toMatchObject({
      open: { worse: 3, better: 1, acknowledged: 1 },
      suspected: 1,
      more: 0,
      learning: 0,
    });
  });

  it('says it in words', () => {
    const { title, text } = describeNightDigest(digest);
    expect(title).toBe('nightly: 2 worse, 1 better, 1 fixed');
    expect(text).toBe(
      [
        'The night of 2026-03-23 22:00 +01:00: complete, all was measured; 8 of 8 accepted.\nUnder test: v2',
        'Worse:\n- +3.0 % (2.6 to 3.5) since 2026-03-20 22:00 +01:00: energy per inference; nano-1: alexnet, batch 16; v1 to v2\n- +2.0 % (1.4 to 2.6) since 2026-03-20 22:00 +01:00: energy per inference; nano-1: small; v1 to v2; cause workload: the version was changed',
        'Better:\n- -5.0 % (-5.7 to -4.3) since 2026-03-20 22:00 +01:00: energy per inference; nano-1: better; v1 to v2',
        'Fixed:\n- +9.0 % (8.2 to 9.8) since 2026-03-20 22:00 +01:00: energy per inference; nano-1: mended; v1 to v2',
        'Open: 3 worse, 1 better, 1 of them acknowledged; 1 suspected.',
        'All of it: joulefleet nightly changes nightly --all',
      ].join('\n\n'),
    );
  });

  it.each([
    ['nothing decided', NIGHT, judged({ changes: VIEW.changes.slice(4) }), false, 'nightly: no change'],
    [
      'a skipped start',
      { ...NIGHT, outcome: 'skipped' as const, skipped: 'paused' as const },
      judged({ changes: [] }),
      false,
      'nightly: no change',
    ],
    [
      'a night that is incomplete',
      { ...NIGHT, outcome: 'incomplete' as const },
      judged({ changes: [] }),
      true,
      'nightly: night incomplete',
    ],
    ['nights that cannot be judged', NIGHT, { failure: 'out of memory' }, true, 'nightly: not judged'],
    ['an improvement', NIGHT, judged({ changes: [{ ...CHANGE, changePct: -3 }] }), true, 'nightly: 1 better'],
  ])('has news or none: %s', (_, night, of, news, title) => {
    const digested = digestNight(night, of);
    expect(hasNews(digested)).toBe(news);
    expect(describeNightDigest(digested).title).toBe(title);
  });

  it('stays short, and one line a change, whatever is in names', () => {
    const about = `x\n\n- +99 % made up${'y'.repeat(1_000)}`;
    const many = Array.from({ length: 50 }, () => ({ ...CHANGE, about }));
    const digested = digestNight(
      { ...NIGHT, underTest: 'v1\n\nWorse:\n- all' },
      judged({ changes: many, simulated: true }),
    );
    expect(digested).toMatchObject({ more: 30 });
    const { title, text } = describeNightDigest(digested);
    expect(title).toBe('nightly: 20 worse');
    expect(text.split('\n').filter((line) => line.startsWith('- '))).toHaveLength(20);
    expect(text).toContain('And 30 more.');
    expect(text).toContain('All figures are simulated.');
    expect(text.length).toBeLessThan(8_000);
  });
});

describe('the summary of a week', () => {
  const week = { fromMs: Date.parse('2026-03-23T07:00:00Z'), toMs: Date.parse('2026-03-30T07:00:00Z') };
  const nights = [
    NIGHT,
    { ...NIGHT, outcome: 'skipped' as const, count: 3 },
    { ...NIGHT, outcome: 'running' as const },
  ];

  it('has findings that are new, fixed and open, and what would be seen', () => {
    const summary = digestWeek('nightly', nights, judged(), week);
    expect(summary.fresh.map(({ about }) => about)).toEqual(['alexnet, batch 16', 'small', 'better']);
    expect(summary.fixed.map(({ about }) => about)).toEqual(['mended']);
    expect(summary.open).toHaveLength(4);
    expect(summary).toMatchObject({
      nights: { complete: 1, incomplete: 0, failed: 0, skipped: 3 },
      ...{ expectedFalse: 0.002, detectable: VIEW.detectable },
    });
    const from = { at: new Date(week.fromMs).toISOString(), local: '2026-03-23 08:00 +01:00' };
    const to = { at: new Date(week.toMs).toISOString(), local: '2026-03-30 09:00 +02:00' };
    const { title, text } = describeWeekDigest({ kind: 'week', from, to, schedules: [summary] });
    expect(title).toBe('Week to 2026-03-30: 4 open, 3 new, 1 fixed');
    expect(text).toContain('nightly: 4 nights: 1 complete, 0 incomplete, 0 failed, 3 skipped.');
    expect(text).toContain('False findings to be expected in these nights: 0.002.');
    expect(text).toContain('Would be seen within seven nights: energy per inference 0.9 % (every cell 1.2 %).');
    expect(text).toMatch(/Open:\n- \+3\.0 % \(2\.6 to 3\.5\) since/);
    expect(text).toMatch(/\(acknowledged\): energy per inference; nano-1: decided before/);
  });

  it('says why there are no findings', () => {
    const text = (of: Parameters<typeof digestWeek>[2]) => {
      const instant = at(23);
      const schedules = [digestWeek('nightly', [], of, week)];
      return describeWeekDigest({ kind: 'week', from: instant, to: instant, schedules }).text;
    };
    expect(text({ failure: 'out of memory' })).toContain(
      'nightly: no night.\n\nIts nights could not be judged: out of memory',
    );
    const learning = text(judged({ learning: 9, changes: [] }));
    expect(learning).toContain('Nights are judged after 9 more.');
    expect(learning).not.toContain('Would be seen');
  });
});
