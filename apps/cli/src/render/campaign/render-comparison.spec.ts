import type { CellChangeView } from '@joulefleet/contracts';
import { createColors } from 'picocolors';
import { exitCodeOfComparison } from '../../exit-codes';
import { figure, sampleChange, sampleComparison } from '../../fixtures/sample-comparison';
import { sampleCampaign } from '../../fixtures/sample-views';
import { visibleWidth } from '../../terminal/visible-width';
import { comparisonAsCsv } from '@joulefleet/figures';
import { renderComparison } from './render-comparison';

const colors = createColors(false);
const wide = { colors, columns: 200 };
const equivalent = sampleChange({ verdict: 'equivalent', energyRatio: figure(1.001), relevant: false });
const undecided = (more: Partial<CellChangeView>) =>
  sampleChange({ verdict: 'undecided', significant: false, ...more });
const mixed = [
  sampleChange(),
  equivalent,
  undecided({ moreTrials: 4 }),
  undecided({ moreTrials: 7 }),
  undecided({}),
  undecided({ reason: 'single_trial', moreTrials: 3 }),
  undecided({ reason: 'no_scatter' }),
];

describe('renderComparison', () => {
  it('shows what changed, and what keeps the others undecided', () => {
    const text = renderComparison(sampleComparison(mixed), wide, { cells: false });
    expect(text).toMatch(/^three boards \(0199c3f2\) against last week \(0199a1b7\)\n/);
    expect(text).toContain(
      '7 cells in both: 1 worse, 0 better, 1 equivalent, 5 undecided. 1 cell changed by 2 % or more.',
    );
    expect(text).toMatch(
      /nano-1 +alexnet +16 +614.4 MHz +1479 MHz +\+5\.0 % \[4\.0, 6\.0\] +\+0\.0 % \[-1\.0, 1\.0\] +B over B +worse/,
    );
    expect(text).toContain('2 cells with too wide an interval: 4 to 7 more trials of each are likely to decide.');
    expect(text).toContain('1 cell that no number of trials decides at this margin.');
    expect(text).toContain('1 cell with a single trial');
    expect(text).toContain('1 cell whose trials are all equal');
    expect(text).toContain('warning: simulated: twins');
    expect(text).not.toMatch(/\+0\.1 %.*equivalent/);
    expect(renderComparison(sampleComparison(mixed), wide, { cells: true })).toMatch(/\+0\.1 %.*equivalent/);
  });

  it('marks a change below the margin as small, and says that nothing is in common', () => {
    const small = sampleChange({ relevant: false, energyRatio: figure(1.015) });
    expect(renderComparison(sampleComparison([small]), wide, { cells: false })).toContain('worse, small');
    const nothing = sampleComparison([], { groups: [], leftOut: { ...sampleComparison([]).leftOut, cells: 3 } });
    const only = { ...sampleChange(), trials: 3 };
    const text = renderComparison({ ...nothing, onlyInReference: [only, only] }, wide, { cells: false });
    expect(text).toContain('They have no cell with accepted trials in common.');
    expect(text).toContain('last week: 2 cells (nano-1 2)');
    expect(text).toContain('Left out: cells 3.');
  });

  it('names both devices where a class is compared', () => {
    const across = sampleComparison([sampleChange({ against: 'nano-2' })], { across: true });
    expect(renderComparison(across, wide, { cells: false })).toMatch(/^nano-1 +nano-2 +alexnet +16/m);
  });

  it.each([60, 80])('stays within %i columns', (columns) => {
    const text = renderComparison(sampleComparison(mixed), { colors, columns }, { cells: true });
    for (const line of text.split('\n')) expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
  });
});

describe('comparisonAsCsv', () => {
  it('has a line for each cell, with empty fields for what there is not', () => {
    const quoted = sampleChange({ workload: 'my "net", v2', pValue: null });
    const [head, first, second] = comparisonAsCsv(sampleComparison([sampleChange(), quoted])).split('\n');
    expect(head).toMatch(/^device,against,workload,options,batch_size,.*,energy_ratio,energy_ratio_low,/);
    expect(first!.split(',')).toHaveLength(head!.split(',').length);
    expect(first).toMatch(/^nano-1,nano-1,alexnet,,16,dynamic,3200,a{32},614.4 MHz,1479 MHz,3,3,630000,600000,1.05,/);
    expect(second).toMatch(/^nano-1,nano-1,"my ""net"", v2",.*,block,,0.002,/);
    expect(head).toMatch(/,simulated,reference_simulated$/);
    const boards = sampleCampaign({ simulated: false });
    expect(comparisonAsCsv(sampleComparison([sampleChange()], { reference: boards }))).toMatch(/,true,false$/);
  });
});

describe('exitCodeOfComparison', () => {
  it('is 9 for a change that matters, 10 for what is left open, 0 for neither', () => {
    const codeOf = (cells: CellChangeView[], changed: number) =>
      exitCodeOfComparison(sampleComparison(cells, { changed }));
    expect(codeOf(mixed, 1)).toBe(9);
    expect(codeOf([equivalent, undecided({})], 0)).toBe(10);
    expect(codeOf([], 0)).toBe(10);
    expect(codeOf([equivalent], 0)).toBe(0);
    expect(codeOf([equivalent, sampleChange({ relevant: false })], 0)).toBe(0);
  });
});
