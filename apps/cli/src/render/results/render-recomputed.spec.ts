import type { RecomputedAttempt, RecomputePage } from '@joulefleet/contracts';
import { addPage, concludePages, MovedCells, noResults } from '@joulefleet/figures';
import { sampleCell, sampleReport } from '../../fixtures/sample-views';
import { renderRecomputed } from './render-recomputed';

const [OPTIMUM, OTHER] = ['a'.repeat(32), 'b'.repeat(32)];

function moved(cellKey: string, after: number, more: Partial<RecomputedAttempt> = {}): RecomputedAttempt {
  return {
    trialId: 't',
    attempt: 1,
    device: 'nano-1',
    cellKey,
    verdict: { before: 'accepted', after: 'accepted' },
    energyMj: { before: 1_000, after },
    calibration: { before: null, after: 1 },
    findings: { before: [], after: [] },
    trialState: { before: 'accepted', after: 'accepted' },
    ...more,
  };
}

function recomputed(...attempts: RecomputedAttempt[]) {
  const results = noResults('c', false);
  const cells = new MovedCells();
  const counts = { judged: attempts.length, withoutRawData: 0, skipped: 0, next: null };
  addPage(results, { campaignId: 'c', applied: false, ...counts, moved: attempts } satisfies RecomputePage, cells);
  const cell = (cellKey: string, mj: number) =>
    sampleCell({ cellKey, trials: 1, energyMj: { estimate: mj, low: mj, high: mj } });
  const row = { ...sampleReport().rows[0]!, device: 'nano-1', optimum: cell(OPTIMUM, 100) };
  concludePages(results, cells, { rows: [{ ...row, cells: [cell(OPTIMUM, 100), cell(OTHER, 103)] }] });
  return { results, text: renderRecomputed(results, 'joulefleet results recompute c --apply') };
}

it('says by how much the energies of a device move, and by which calibration', () => {
  const { results, text } = recomputed(moved(OPTIMUM, 1_010), moved(OTHER, 1_020));
  expect(results.devices).toMatchObject([
    { device: 'nano-1', moved: 2, meanChangePct: expect.closeTo(1.5, 2) as number },
  ]);
  expect(text).toContain('nano-1: 2 attempts by +1.50 % in the mean, +2.00 % at most');
  expect(text).toContain('1000 -> 1010 mJ, calibration none -> 1');
  expect(text).toContain('every optimum stays the same cell');
});

it('names the rows whose optimum becomes another cell, and cells with another verdict', () => {
  const rejected = moved(OTHER, 990, { verdict: { before: 'accepted', after: 'rejected' } });
  const { results, text } = recomputed(moved(OPTIMUM, 1_050), rejected);
  expect(results.optima).toMatchObject([{ device: 'nano-1', before: OPTIMUM, after: OTHER }]);
  expect(text).toContain('another optimum of');
  expect(text).toContain(`another verdict in nano-1 ${OTHER}`);
});

it('says nothing of cells where nothing moves', () => {
  expect(recomputed().text).toBe('0 attempts judged anew: 0 would change, 0 in verdict.');
});
