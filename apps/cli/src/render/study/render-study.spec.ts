import { createColors } from 'picocolors';
import { visibleWidth } from '../../terminal/visible-width';
import { renderStudy, type StudySummary } from './render-study';

const ROW = {
  path: 'topology.savingOverDvfsPct.jetson-nano.alexnet',
  expectation: 'saving of the optimum over DVFS, jetson-nano alexnet',
  ...{ study: '13.5 %', found: '13.14 ± 0.59 %', truth: '13.65 %', tolerance: '± 0.5 points' },
};
const SUMMARY: StudySummary = {
  ...{ quick: true, minutes: 1.75, trials: 6087, deviceHours: 120.25, outsideTolerance: 1 },
  rows: [
    { ...ROW, status: 'holds' },
    { ...ROW, expectation: 'another', status: 'fails', truth: null },
    { ...ROW, expectation: 'an input', status: 'input' },
    { ...ROW, expectation: 'not measured', status: 'unmeasured' },
  ],
  energies: { trials: 6087, rmsPct: 0.12, worstPct: 2.63, beyondHalfPct: 51, beyondUncertainty: 4 },
};
const screen = (columns: number) => ({ colors: createColors(false), columns, nowMs: 0 });

describe('the study beside what was measured', () => {
  const text = renderStudy(SUMMARY, screen(Infinity));

  it('shows figures with a verdict, and counts the others', () => {
    expect(text).toContain('6087 trials (120.3 hours of the boards) in 1.8 min, quick');
    expect(text).toMatch(/jetson-nano alexnet +13\.5 % +13\.14 ± 0\.59 % +13\.65 % +± 0\.5 points +holds/);
    expect(text).toMatch(/another +13\.5 % +13\.14 ± 0\.59 % +- +± 0\.5 points +FAILS/);
    expect(text).not.toContain('an input');
    expect(text).toContain('1 figures hold, 1 fail, 0 contradict others of the study, 1 were not measured');
    expect(text).toContain('another: outside its tolerance');
    expect(text).toContain('51 trials off by more than 0.5 %, 4 of them by more than stated.');
    expect(text).toContain('simulated');
  });

  it('fits 80 columns', () => {
    const widths = renderStudy(SUMMARY, screen(80)).split('\n').map(visibleWidth);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });
});
