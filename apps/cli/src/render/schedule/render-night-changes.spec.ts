import type { NightChange, NightChanges } from '@joulefleet/contracts';
import { createColors } from 'picocolors';
import { exitCodeOfChanges } from '../../exit-codes';
import { renderNightChanges } from './render-night-changes';

const SCREEN = { colors: createColors(false), columns: 100, nowMs: 0 };
const at = (day: number): NightChange['since'] => ({
  at: `2026-03-${day}T21:00:00.000Z`,
  local: `2026-03-${day} 22:00 +01:00`,
});
const CHANGE: NightChange = {
  ...{ kind: 'series', about: 'alexnet, batch 16, GPU 614.4 MHz', device: 'nano-1', metric: 'energy', cells: 1 },
  ...{ changePct: 3.04, state: 'confirmed', since: at(20), flagged: at(21), decided: at(23) },
  underTest: { before: 'v1', since: 'v2' },
  ...{ cause: 'power_mode', because: 'the power mode was changed' },
};
const VIEW: NightChanges = {
  ...{ schedule: 'nightly', simulated: true, nights: 40, learning: 0, expectedFalsePerNight: 0.002 },
  changes: [
    CHANGE,
    { ...CHANGE, kind: 'device', about: 'nano-2', device: 'nano-2', changePct: -2, state: 'suspected', decided: null },
  ],
  detectable: [{ metric: 'energy', halfPct: 0.94, allPct: 1.2 }],
};

it('shows what is confirmed with its size, its first night and versions, and how many are suspected', () => {
  const text = renderNightChanges(VIEW, SCREEN, false);
  expect(text).toContain('nightly  40 nights, 1 change confirmed and open  SIMULATED');
  expect(text).toMatch(/2026-03-20 22:00 \+01:00 +confirmed +\+3\.0 % +energy per inference; nano-1: alexnet/);
  expect(text.replace(/\s+/g, ' ')).toContain('v1 to v2; cause power mode: the power mode was changed');
  expect(text).toContain('1 more suspected: the next nights decide (--all shows them).');
  expect(text).toContain('Would be seen within seven nights: energy per inference 0.9 % (every cell 1.2 %).');
  expect(text).not.toContain('nano-2');
});

it('shows all where that is asked for, within the screen', () => {
  const lines = renderNightChanges(VIEW, { ...SCREEN, columns: 60 }, true).split('\n');
  expect(lines.join('\n')).toMatch(/suspected[\s\S]*-2\.0 %[\s\S]*all of nano-2/);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
});

it('says how many nights it takes until they are judged', () => {
  const learning = { ...VIEW, nights: 5, learning: 16, changes: [], detectable: [] };
  expect(renderNightChanges(learning, SCREEN, false)).toBe('nightly  5 nights, judged after 16 more  SIMULATED');
});

it.each([
  ['a confirmed change for the worse', {}, 9],
  ['an improvement alone', { changes: [{ ...CHANGE, changePct: -3 }] }, 0],
  ['what is fixed', { changes: [{ ...CHANGE, state: 'fixed' as const }] }, 0],
  ['what is only suspected', { changes: [{ ...CHANGE, state: 'suspected' as const }] }, 0],
  ['too few nights', { changes: [], learning: 3 }, 10],
])('the exit code of the gate with %s', (_, over, code) => {
  expect(exitCodeOfChanges({ ...VIEW, ...over })).toBe(code);
});
