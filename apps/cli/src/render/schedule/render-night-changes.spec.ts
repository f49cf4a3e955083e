import type { NightChange, NightChanges } from '@joulefleet/contracts';
import { createColors } from 'picocolors';
import { exitCodeOfChanges } from '../../exit-codes';
import { SAMPLE_CHANGE, SAMPLE_NIGHT_CHANGES } from '../../fixtures/sample-night-changes';
import { renderNightChange, renderNightChanges } from './render-night-changes';

const SCREEN = { colors: createColors(false), columns: 100, nowMs: 0 };
const CHANGE: NightChange = { ...SAMPLE_CHANGE, about: 'alexnet, batch 16, GPU 614.4 MHz' };
const VIEW: NightChanges = {
  ...{ ...SAMPLE_NIGHT_CHANGES, simulated: true },
  changes: [
    CHANGE,
    {
      ...CHANGE,
      kind: 'device',
      about: 'nano-2',
      device: 'nano-2',
      changePct: -2,
      lowPct: -2.5,
      highPct: -1.5,
      state: 'suspected',
      decided: null,
    },
  ],
  selfTest: { injected: 60, found: 57, untouched: 60, madeUp: 1 },
  detectable: [{ metric: 'energy', halfPct: 0.94, allPct: 1.2 }],
};

it('shows what is confirmed with its size, its first night and versions, and how many are suspected', () => {
  const text = renderNightChanges(VIEW, { ...SCREEN, columns: 120 }, false);
  expect(text).toContain('nightly  40 nights, 1 change confirmed and open  SIMULATED');
  expect(text).toMatch(
    /a1b2c3d4e5 +2026-03-20 22:00 \+01:00 +confirmed +\+3\.0 % \(2\.6 to 3\.5\) +energy per inference; nano-1: alexnet/,
  );
  expect(text).toContain('v1 to v2');
  expect(text).toContain('1 more suspected: the next nights decide (--all shows them).');
  expect(text).toContain('Would be seen within seven nights: energy per inference 0.9 % (every cell 1.2 %).');
  expect(text).toContain('of 60 changes of 2 % that were put into copies 57 were seen, of 60 untouched copies 1.');
  expect(text).not.toContain('nano-2');
});

it('shows what measuring again showed, on a sibling as well', () => {
  const sibling = { device: 'nano-2', outcome: 'alike', changePct: 0.1, lowPct: -0.4, highPct: 0.6 } as const;
  const measuredAgain = { outcome: 'differ', changePct: 3.1, lowPct: 2.7, highPct: 3.5, sibling } as const;
  const shown = (again: NightChange['measuredAgain']): string =>
    renderNightChange({ ...CHANGE, measuredAgain: again }, { ...SCREEN, columns: 300 });
  expect(shown(measuredAgain)).toContain(
    'v1 to v2; measured again: differ, +3.1 % (2.7 to 3.5); sibling nano-2 alike, +0.1 % (-0.4 to 0.6)',
  );
  expect(shown({ ...measuredAgain, sibling: null, lowPct: null, highPct: null })).toMatch(/again: differ, \+3\.1 %$/m);
});

it('shows what was said of a change', () => {
  const mark = { by: 'ada', at: '2026-03-24T08:00:00.000Z', note: 'a new model', link: null, until: null };
  const text = renderNightChange({ ...CHANGE, acknowledged: true, marks: [{ ...mark, mark: 'acknowledged' }] }, SCREEN);
  expect(text).toMatch(/a1b2c3d4e5 .* acknowledged/);
  expect(text).toContain('2026-03-24T08:00:00.000Z ada: acknowledged, a new model');
});

it('shows all where that is asked for, within the screen', () => {
  const lines = renderNightChanges(VIEW, { ...SCREEN, columns: 60 }, true).split('\n');
  expect(lines.join('\n')).toMatch(/suspected[\s\S]*-2\.0 % \(-2\.5 to -1\.5\)[\s\S]*all of nano-2/);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
});

it('says how many nights it takes until they are judged', () => {
  const selfTest = { injected: 0, found: 0, untouched: 0, madeUp: 0 };
  const learning = { ...VIEW, selfTest, nights: 5, learning: 16, changes: [], detectable: [] };
  expect(renderNightChanges(learning, SCREEN, false)).toBe('nightly  5 nights, judged after 16 more  SIMULATED');
});

it.each([
  ['a confirmed change for the worse', {}, 9],
  ['an improvement alone', { changes: [{ ...CHANGE, changePct: -3 }] }, 0],
  ['one that somebody has acknowledged', { changes: [{ ...CHANGE, acknowledged: true }] }, 0],
  ['what is fixed', { changes: [{ ...CHANGE, state: 'fixed' as const }] }, 0],
  ['what is only suspected', { changes: [{ ...CHANGE, state: 'suspected' as const }] }, 0],
  ['too few nights', { changes: [], learning: 3 }, 10],
])('the exit code of the gate with %s', (_, over, code) => {
  expect(exitCodeOfChanges({ ...VIEW, ...over })).toBe(code);
});
