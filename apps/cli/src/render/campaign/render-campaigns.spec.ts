import { createColors } from 'picocolors';
import { sampleCampaign, sampleLaunch, sampleReport } from '../../fixtures/sample-views';
import { renderConflicts } from './render-conflicts';
import { renderCampaigns, renderPlan } from './render-campaigns';
import { renderReport } from './render-report';

const plain = createColors(false);

describe('renderCampaigns', () => {
  it('has a row for each, as wide as the screen, and says what is not shown', () => {
    const render = (columns: number, shown = 9) =>
      renderCampaigns(
        [sampleCampaign(), sampleCampaign()],
        { colors: plain, columns, nowMs: 0 },
        { shown, launchCommand: '' },
      );
    expect(render(Infinity)).toMatch(/running +5\/12 +1 +ada +2026-01-02 10:00 UTC +SIMULATED +three boards\n/);
    const narrow = render(60).split('\n');
    expect(narrow.every((line) => line.length <= 60)).toBe(true);
    expect(narrow).toContain('    three boards');
    expect(render(Infinity, 1)).toMatch(/\n\n1 of 2, the newest; more with --limit$/);
  });

  it('says what is planned for a device meanwhile, and who waits', () => {
    const times = { device: 'nano-1', startsAt: '2026-05-01T22:00:00.000Z', endsAt: null };
    const night = { ...times, kind: 'night' as const, name: 'nightly', priority: 0 };
    const maintenance = { ...times, kind: 'maintenance' as const, name: 'new fan', priority: null };
    const conflicts = [
      { ...maintenance, endsAt: '2026-05-01T23:00:00.000Z' },
      night,
      { ...night, name: null, priority: -1 },
      { ...night, priority: 3 },
    ];
    expect(renderConflicts('nano-1', conflicts)).toEqual([
      'conflict: maintenance (new fan) from 2026-05-01 22:00 UTC to 2026-05-01 23:00 UTC; this campaign waits meanwhile',
      'conflict: a night of nightly from 2026-05-01 22:00 UTC; the two take turns',
      "conflict: a night of somebody's schedule from 2026-05-01 22:00 UTC; the night waits",
      'conflict: a night of nightly from 2026-05-01 22:00 UTC; this campaign waits meanwhile',
    ]);
    expect(renderConflicts('nano-2', conflicts)).toEqual([]);
  });

  it('shows each device of a plan once, with all that is to be said of it', () => {
    const { plan } = sampleLaunch();
    const until = '2026-05-01T23:00:00.000Z';
    const night = {
      device: 'nano-1',
      kind: 'night' as const,
      startsAt: until,
      endsAt: null,
      name: 'nightly',
      priority: 0,
    };
    const text = renderPlan({ plan, conflicts: [night, { ...night, name: 'weekly' }] }, plain);
    expect(text.match(/^ +nano-1:$/gm)).toHaveLength(1);
    expect(text).toMatch(/614\.4 MHz\n    conflict: a night of nightly [^\n]*\n    conflict: a night of weekly /);
  });

  it('shows what a plan snapped', () => {
    const text = renderPlan(sampleLaunch(), plain);
    expect(text).toMatch(/nano-1 +jetson-nano +4 +12/);
    expect(text).toContain('\n    gpuFrequency 600 MHz snapped to 614.4 MHz\n');
    expect(text).toContain('warning: nothing to measure on orin-1');
  });

  it('shows what a plan will take, where that is from, and for how many cells nothing is known', () => {
    const { plan, conflicts } = sampleLaunch();
    const figures = 'about 12 min (10 to 15), 4.1 kJ (3.9 to 4.3)';
    const text = renderPlan({ plan, conflicts }, plain);
    expect(text).toContain(
      `\n  nano-1:\n    ${figures}; 2 measured on it, 1 from a fitted model; ` +
        `1 min 30 s of it waiting for the starting temperature, assumed; without 1 cell of which nothing is known; ` +
        'after 6 trials of other campaigns (5.0 min (3.3 to 7.5))',
    );
    expect(text).toContain(`  estimate: ${figures}; done in 17 min (13 to 23)\n`);
    expect(text).toContain(`  one more jetson-nano: 12 trials more, ${figures}`);
    const least = renderPlan(
      { conflicts, plan: { ...plan, estimate: { ...plan.estimate, leastTrials: true } } },
      plain,
    );
    expect(least).toContain('for the least number of trials that the stopping rule takes');
    const none = renderPlan({ conflicts, plan: { ...plan, estimate: { ...plan.estimate, durationS: null } } }, plain);
    expect(none).toContain('  estimate: none, because nothing like it was measured');
  });

  it('shows the estimate at launch against what happened', () => {
    const text = renderReport(sampleReport(), { colors: plain, columns: 200 }, { cells: false });
    expect(text).toContain(
      'nano-1: 12 min 15 s, estimated 12 min (10 to 15); 4.1 kJ, estimated 4.1 kJ (3.9 to 4.3); 12 accepted, 12 estimated',
    );
    expect(text).toContain('all: 17 min 20 s, estimated 17 min (13 to 23)');
  });
});
