import { createColors } from 'picocolors';
import { sampleCampaign, sampleGovernedClock, sampleReport } from '../../fixtures/sample-views';
import { visibleWidth } from '../../terminal/visible-width';
import { renderReport } from './render-report';

const plain = createColors(false);
const wide = { colors: plain, columns: Infinity };

describe('renderReport', () => {
  it('compares the optimum with DVFS and device with device, and says first that it is simulated', () => {
    const text = renderReport(sampleReport(), wide, { cells: false });
    const row = text.split('\n').find((line) => line.startsWith('nano-1  alexnet'))!;
    expect(row.replace(/ +/g, ' ')).toBe(
      'nano-1 alexnet 16 694 ± 11 J 600.0 ± 9.6 J 614.4 MHz 1479 MHz 13.5 % [12.9, 14.1] +28.1 % [27.5, 28.8] 1 cell B',
    );
    expect(text.split('\n')[1]).toMatch(/^SIMULATED: .* not from boards/);
    expect(text).toMatch(/alexnet +16 +nano-1 +orin-1 +each optimum +3.10 \[3.00, 3.20\] +8.20 \[8.10, 8.30\]/);
    for (const part of [
      '1.23 %',
      'clock_moved, 3 attempts of 1 trial',
      'out_of_memory',
      'Flagged and counted\nnano-1: hot_start, 2 trials',
      'warning: sensor set-ups differ',
      '±: 95 % uncertainty',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('batch 16, 3200 inferences');
    expect(text).toContain(
      'all: 3 repetitions of 3200 inferences; order randomised-blocks, seed 1; warm-up 3 batches, at most 60 s; ' +
        'sampling batch-aware, 100 ms; idle power over 1 s before and after each trial; ' +
        'start at the usual temperature, waited for up to 120 s; baseline stock',
    );
    expect(text).toContain(
      'nano-1: JetPack 4.6.4, L4T 32.7.4; power mode 5W; 2 of 4 cores on; ' +
        'CPU 102 MHz to 918 MHz (of 1479 MHz), schedutil; GPU 76.8 MHz to 921.6 MHz, nvhost_podgov',
    );
  });

  it('gives the trials of a guided search no order', () => {
    const report = sampleReport();
    const campaign = { ...report.campaign, strategy: { ...report.campaign.strategy, name: 'search' } };
    const text = renderReport({ ...report, campaign }, wide, { cells: false });
    expect(text).toContain('all: trials of 3200 inferences; chosen by a search, seed 1; warm-up');
    expect(text).not.toContain('randomised-blocks');
  });

  it('says what a device draws beside its siblings, and why others are not compared', () => {
    const text = renderReport(sampleReport(), wide, { cells: false });
    expect(text).toContain(
      'Devices beside their siblings\nnano-1 draws 4.1 % (3.8 to 4.4) more than its 1 sibling; ' +
        'with what their sensors may be off 1.2 to 7.0 %: the boards differ\njetson-nano: over 12 cells; ',
    );
    expect(text).toContain(
      'jetson-orin-nx: orin-1, orin-2 have no cell in common: launch a campaign with devicesPerCell: all',
    );
  });

  it('says why figures are no better, and which are too low to rank', () => {
    const report = sampleReport();
    const [row] = report.rows;
    const grade = { grade: 'D', parts: { trials: 'D' }, reasons: ['a single trial'], raise: ['two more'] } as const;
    const single = { ...row!.dvfs!, grade: { ...grade, reasons: [...grade.reasons], raise: [...grade.raise] } };
    const ratios = [{ ...report.ratios[0]!, againstGrade: 'D' as const, rankable: false }];
    const text = renderReport({ ...report, rows: [{ ...row!, dvfs: single }], ratios }, wide, { cells: false });
    expect(text).toContain(
      'Trust grades\nD, 1 figure: a single trial. It would be better with: two more.\nB, 1 figure: ',
    );
    expect(text).toContain('B over D, not ranked');
  });

  it('quotes no saving where no baseline was measured', () => {
    const report = sampleReport();
    const rows = report.rows.map((row) => ({
      ...row,
      dvfs: null,
      baseline: null,
      savingPct: null,
      correctedSavingPct: null,
      latencyCostPct: null,
    }));
    const text = renderReport({ ...report, rows, protocol: { ...report.protocol!, baseline: [] } }, wide, {
      cells: false,
    });
    expect(text).toMatch(/^Optimum$/m);
    expect(text).toContain('No baseline was measured, so there is no saving to quote.');
    expect(text).not.toContain('DVFS');
  });

  it('calls a baseline within the limits in force stock', () => {
    const report = sampleReport();
    const rows = report.rows.map((row) => ({ ...row, baseline: 'stock' as const }));
    const text = renderReport({ ...report, rows }, wide, { cells: false });
    expect(text).toMatch(/^Optimum against stock$/m);
    expect(text).toMatch(/^device +workload +batch +stock +optimum/m);
    expect(text).toContain('saving: energy of the optimum below that of stock, less');
    expect(text).toContain('stock: the governors within the limits in force');
    const mixed = renderReport({ ...report, rows: [...rows, ...report.rows] }, wide, { cells: false });
    expect(mixed).toMatch(/^Optimum against the baseline$/m);
  });

  it('shows where governors held the clocks of the baseline, and of every cell with --cells', () => {
    const other = sampleGovernedClock({ cellKey: 'c'.repeat(32), topSharePct: 12.3, method: 'counters' });
    const clocks = [0, 2].map((policy) => sampleGovernedClock({ policy, device: 'nx', method: 'counters' }));
    const report = sampleReport();
    const rows = [...report.rows, { ...report.rows[0]!, device: 'nx' }];
    const all = { ...report, rows, governedClocks: [...report.governedClocks, other, ...clocks] };
    const text = renderReport(all, wide, { cells: false });
    expect(text).toMatch(/^nano-1 +alexnet +16 +CPU 0 +1479 MHz +89\.0 % \* +1224 MHz 11\.0 %$/m);
    expect(text).toMatch(/^nano-1 +alexnet +16 +GPU +921\.6 MHz +83\.0 % \* +768 MHz 17\.0 %$/m);
    expect(text).toMatch(/^nx +alexnet +16 +CPU 0, 2 +1479 MHz +89\.0 % +1224/m);
    expect(text).toContain('* read once a second');
    expect(text).not.toContain('12.3 %');
    expect(renderReport(all, wide, { cells: true })).toContain('12.3 %');
    expect(renderReport({ ...report, governedClocks: [] }, wide, { cells: true })).not.toContain('governors');
  });

  it('does not call an assumption a measurement', () => {
    const repeatabilityPct = [
      { device: 'nano-1', sdPct: 5, degreesOfFreedom: 0 },
      { device: 'orin-1', sdPct: 0.5, degreesOfFreedom: 1 },
    ];
    const text = renderReport(sampleReport({ repeatabilityPct }), wide, { cells: false });
    expect(text).toContain('nano-1: not measured, nothing was repeated; 5 % is assumed in the intervals');
    expect(text).toContain('orin-1: 0.50 % standard deviation between trials of a cell (1 degree of freedom)');
  });

  it('lists every cell when asked to', () => {
    const text = renderReport(sampleReport(), wide, { cells: true });
    expect(text).toContain('nano-1, alexnet, batch 16, 3200 inferences');
    expect(text).toMatch(
      /614.4 MHz +1479 MHz +3 +600.0 ± 9.6 J +0.52 % +490.0 J \[488.0, 492.0\] +110.00 s \[109.50, 110.50\] +5.450 W \[5.430, 5.470\] +B +optimum/,
    );
  });

  it('counts outliers, and shows the energy without them', () => {
    const report = sampleReport();
    const [row] = report.rows;
    const cells = row!.cells.map((cell) => ({ ...cell, outliers: 1, energyWithoutOutliersMj: 598_000 }));
    const text = renderReport({ ...report, rows: [{ ...row!, cells }] }, wide, { cells: true });
    expect(text).toMatch(/600.0 ± 9.6 J +0.52 % +1 \(598.0 ± 9.6 J\)/);
    expect(text).toContain('They count in all other figures.');
    expect(renderReport(report, wide, { cells: true })).not.toContain('outliers');
  });

  it('marks a saving that is not corrected as raw', () => {
    const report = sampleReport();
    const rows = [{ ...report.rows[0]!, correctedSavingPct: null }];
    const text = renderReport({ ...report, rows }, wide, { cells: false });
    expect(text).toContain('13.9 % [13.3, 14.5] raw');
    expect(text).toContain('raw: not corrected, as the optimum has a single trial.');
  });

  it.each([60, 80, 120])('stays within %i columns', (columns) => {
    const text = renderReport(sampleReport(), { colors: plain, columns }, { cells: true });
    for (const line of text.split('\n')) expect(visibleWidth(line)).toBeLessThanOrEqual(columns);
    for (const figure of ['600.0 ± 9.6 J', '13.5 % [12.9, 14.1]', '3.10 [3.00, 3.20]']) expect(text).toContain(figure);
  });

  it('says that DVFS is the best, where it is, instead of a saving of nothing', () => {
    const [row] = sampleReport().rows;
    const same = { ...row!, optimum: row!.dvfs };
    const text = renderReport(sampleReport({ rows: [same] }), wide, { cells: false });
    expect(text).toMatch(/DVFS is the best measured +-/);
    expect(text).not.toContain('0.0 %');
  });

  it('counts every trial once: accepted, failed, or not measured', () => {
    const trials = { total: 180, pending: 0, assigned: 0, accepted: 114, rejected: 3, failed: 2, skipped: 64 };
    const campaign = sampleCampaign({ state: 'cancelled', phase: 'cancelled', cancelledBy: 'ada', trials });
    const skipped = {
      ...sampleReport().failures[0]!,
      state: 'skipped' as const,
      reason: 'cancelled by ada',
      trials: 64,
    };
    const text = renderReport(sampleReport({ campaign, failures: [skipped] }), wide, { cells: false });
    expect(text).toContain('cancelled by ada, 114 of 180 trials accepted, 2 failed, 64 not measured');
    expect(text).toContain('Not measured\nnano-1: alexnet, batch 64, 3200 inferences, 64 trials: cancelled by ada');
    expect(text).not.toContain('Failures');
  });

  it('distinguishes rows by how their workload is executed, and by inferences where they differ', () => {
    const [row] = sampleReport().rows;
    expect(renderReport(sampleReport(), wide, { cells: false })).not.toMatch(/batch +inferences/);
    const options = { runtime: 'libtorch', 'parameters.threads': 2 };
    const rows = [row!, { ...row!, options }, { ...row!, inferences: 800 }];
    const [ratio] = sampleReport().ratios;
    const ratios = [ratio!, { ...ratio!, options }, { ...ratio!, inferences: 800 }];
    const text = renderReport(sampleReport({ rows, ratios }), wide, { cells: true });
    expect(text).toMatch(/nano-1 +alexnet \(runtime=libtorch, threads=2\) +16 +3200 /);
    expect(text).toMatch(/nano-1 +alexnet +16 +800 /);
    expect(text).toMatch(/^alexnet \(runtime=libtorch, threads=2\) +16 +3200 +nano-1/m);
    expect(text).toContain('nano-1, alexnet (runtime=libtorch, threads=2), batch 16, 3200 inferences');
  });

  it('says nothing of simulation for a board, and does not break without results', () => {
    const bare = sampleReport({
      simulated: false,
      rows: [],
      ratios: [],
      repeatabilityPct: [],
      rejected: [],
      failures: [],
      warnings: [],
    });
    const text = renderReport(bare, wide, { cells: true });
    expect(text).not.toMatch(/simulated/i);
    expect(text).toContain('no trial was accepted');
    const running = { ...bare, campaign: sampleCampaign({ state: 'running', phase: 'running' }) };
    expect(renderReport(running, wide, { cells: true })).toContain('no trial is accepted yet');
    expect(renderReport(running, wide, { cells: true, device: 'orin-9' })).toContain(
      'no trial of orin-9 was accepted; the campaign measures on nano-1',
    );
    const row = {
      ...sampleReport().rows[0]!,
      optimum: null,
      dvfs: null,
      savingPct: null,
      correctedSavingPct: null,
      latencyCostPct: null,
    };
    expect(renderReport(sampleReport({ rows: [row] }), wide, { cells: false })).toMatch(/nano-1 +alexnet +16 +- +- /);
  });
});
