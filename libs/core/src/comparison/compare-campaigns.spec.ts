import { factorLevels } from '../factors/factor-levels';
import { normalDeviate, type Random, seededRandom } from '../random';
import { runToEnd } from '../steps/run-to-end';
import {
  type CampaignComparisonOptions,
  type CellChange,
  compareCampaigns,
  digestCells,
  type MeasuredCell,
} from './index';

interface Drawn {
  device?: string;
  trials?: number;
  scatter?: number;
  /** Log energy of all trials of a block. */
  blockScatter?: number;
  firstBlock?: number;
  factorOf?: (cell: number) => number;
  absoluteShare?: number;
}

const CELLS = 8;

/** Eight cells of one device; `factorOf` multiplies the energy of a cell. */
function draw(random: Random, drawn: Drawn = {}): MeasuredCell[] {
  const { device = 'nano-1', trials = 5, scatter = 0.005, blockScatter = 0, firstBlock = 0 } = drawn;
  const ofBlocks = Array.from({ length: trials }, () => blockScatter * normalDeviate(random));
  return Array.from({ length: CELLS }, (_, i) => ({
    ...{ cellKey: `c${i}`, device, deviceClass: 'jetson-nano', workload: 'alexnet', inferences: 3200 },
    ...{ graphMode: 'dynamic', levels: factorLevels({ gpuHz: 1e6 * (i + 1) }) },
    trials: ofBlocks.map((ofBlock, block) => {
      const energyMj = 1e5 * (drawn.factorOf?.(i) ?? 1) * Math.exp(ofBlock + scatter * normalDeviate(random));
      const uncertainty = { absoluteUncertaintyMj: (drawn.absoluteShare ?? 0) * energyMj, relativeUncertaintyMj: 0 };
      const measured = { durationMs: 1e4, meanPowerMw: energyMj / 10, block: block + firstBlock };
      return { energyMj, netEnergyMj: null, ...measured, ...uncertainty };
    }),
  }));
}

const compare = (campaign: MeasuredCell[], reference: MeasuredCell[], options?: CampaignComparisonOptions) =>
  runToEnd(compareCampaigns(digestCells(campaign), digestCells(reference), options));
const cellsOf = (...args: Parameters<typeof compare>): CellChange[] =>
  compare(...args).changes.flatMap(({ cells }) => cells);

describe('compareCampaigns', () => {
  it('names what became better and worse, and what is the same within the margin', () => {
    const random = seededRandom(1);
    const factorOf = (cell: number): number => [1.05, 0.95][cell] ?? 1;
    const found = compare(draw(random, { factorOf }), draw(random));
    const cells = found.changes[0]!.cells;
    expect(cells.slice(0, 2).map(({ verdict }) => verdict)).toEqual(['worse', 'better']);
    expect(cells[0]).toMatchObject({
      pairing: 'block',
      significant: true,
      relevant: true,
      reason: null,
      moreTrials: null,
    });
    expect(cells[0]!.energyRatio.low).toBeGreaterThan(1.02);
    expect(cells[0]!.hedgesG).toBeGreaterThan(2);
    expect(cells[0]!.permutationPValue).toBe(2 / 2 ** 5);
    expect(found).toMatchObject({ changed: 2, verdicts: { better: 1, worse: 1, equivalent: 6, undecided: 0 } });
  });

  it('keeps significant apart from relevant', () => {
    const random = seededRandom(2);
    const setting = { trials: 10, scatter: 0.002 };
    const found = compare(draw(random, { ...setting, factorOf: () => 1.01 }), draw(random, setting));
    expect(found.changes[0]!.cells[0]).toMatchObject({ significant: true, relevant: false, verdict: 'equivalent' });
    expect(found.changed).toBe(0);
    const strict = compare(draw(random, { ...setting, factorOf: () => 1.01 }), draw(random, setting), {
      marginPct: 0.5,
    });
    expect(strict).toMatchObject({ changed: CELLS, verdicts: { worse: CELLS } });
  });

  it('finds in the same blocks what the blocks would hide', () => {
    const setting = { scatter: 0.003, factorOf: (cell: number) => (cell === 0 ? 1.03 : 1) };
    const common = draw(seededRandom(3), { ...setting, blockScatter: 0.03 });
    const plain = draw(seededRandom(3), { scatter: 0.003, blockScatter: 0.03, factorOf: () => 1 });
    const noise = seededRandom(4);
    const reference = plain.map((cell) => ({
      ...cell,
      trials: cell.trials.map((trial) => ({
        ...trial,
        energyMj: trial.energyMj * Math.exp(0.003 * normalDeviate(noise)),
      })),
    }));
    expect(cellsOf(common, reference)[0]).toMatchObject({ pairing: 'block', verdict: 'worse' });
    const moved = reference.map((cell) => ({
      ...cell,
      trials: cell.trials.map((trial) => ({ ...trial, block: trial.block + 100 })),
    }));
    expect(cellsOf(common, moved)[0]).toMatchObject({
      pairing: 'independent',
      verdict: 'undecided',
      permutationPValue: null,
    });
  });

  it('says how many more trials an undecided cell takes', () => {
    const random = seededRandom(5);
    const setting = { trials: 3, scatter: 0.02 };
    const [cell] = cellsOf(draw(random, setting), draw(random, setting));
    expect(cell).toMatchObject({ verdict: 'undecided', reason: null, trials: 3 });
    expect(cell!.moreTrials).toBeGreaterThan(10);
    expect(cell!.moreTrials).toBeLessThan(40);
  });

  it('gives no verdict, and no figure that is none, on single and on equal trials', () => {
    const random = seededRandom(6);
    const single = cellsOf(draw(random, { trials: 1 }), draw(random, { trials: 1 }));
    expect(single[0]).toMatchObject({ verdict: 'undecided', reason: 'single_trial', pValue: null, hedgesG: null });
    const equal = cellsOf(draw(random, { scatter: 0 }), draw(random, { scatter: 0 }));
    expect(equal[0]).toMatchObject({
      verdict: 'undecided',
      reason: 'no_scatter',
      moreTrials: null,
      significant: false,
    });
    const mixed = cellsOf(draw(random, { trials: 1 }), draw(random));
    expect(mixed[0]).toMatchObject({ verdict: 'undecided', reason: 'single_trial', pairing: 'independent' });
    for (const change of [...single, ...equal, ...mixed]) {
      for (const figure of Object.values(change).filter((value) => typeof value === 'number')) {
        expect(Number.isFinite(figure)).toBe(true);
      }
      expect(Object.values(change.energyRatio).every(Number.isFinite)).toBe(true);
    }
  });

  it('lists what only one of them has; a cell without a trial is not there', () => {
    const random = seededRandom(7);
    const [campaign, reference] = [draw(random), draw(random)];
    const emptied = reference.map((cell, i) => (i === 0 ? { ...cell, trials: [] } : cell));
    const found = compare(campaign.slice(0, 7), emptied);
    expect(found.onlyInCampaign.map(({ cellKey }) => cellKey)).toEqual(['c0']);
    expect(found.onlyInReference.map(({ cellKey }) => cellKey)).toEqual(['c7']);
    expect(found.changes[0]!.cells).toHaveLength(6);
    expect(compare([], [])).toMatchObject({ changes: [], changed: 0 });
    expect(compare(campaign, draw(random, { device: 'nano-2' })).onlyInCampaign).toHaveLength(CELLS);
  });

  it('compares devices of a class when asked to, with all that their sensors may be off', () => {
    const random = seededRandom(8);
    const [one, other] = ['nano-1', 'nano-2'].map((device) => draw(random, { device, absoluteShare: 0.016 }));
    const cells = cellsOf(one!, other!, { across: true });
    expect(cells).toHaveLength(CELLS);
    expect(cells[0]).toMatchObject({
      device: 'nano-1',
      against: 'nano-2',
      pairing: 'independent',
      verdict: 'undecided',
    });
    expect(cells[0]!.energyRatio.high / cells[0]!.energyRatio.estimate).toBeGreaterThan(1.02);
    // Two sensors of 1.6 % leave more than the margin: no number of trials decides.
    expect(cells[0]!.moreTrials).toBeNull();
    expect(cellsOf(one!, other!, { across: true, marginPct: 10 })[0]!.verdict).toBe('equivalent');
  });

  it('calls a cell changed in at most 5 % of comparisons without a change', () => {
    const random = seededRandom(9);
    const tries = 200;
    const rejected = Array.from({ length: tries }, () => {
      const setting = { trials: 4, scatter: 0.01, blockScatter: 0.01 };
      return cellsOf(draw(random, setting), draw(random, setting)).some(({ significant }) => significant);
    });
    expect(rejected.filter(Boolean).length / tries).toBeLessThan(0.1);
  });
});
