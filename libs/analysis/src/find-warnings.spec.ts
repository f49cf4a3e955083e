import type { CampaignView, ComparisonRow, SentinelView } from '@joulefleet/contracts';
import { findWarnings } from './find-warnings';

const CAMPAIGN = {
  simulated: false,
  state: 'completed',
  cancelledBy: null,
  trials: { total: 1, accepted: 1, failed: 0, pending: 0, assigned: 0 },
} as unknown as CampaignView;

interface Also {
  sentinels?: SentinelView[];
  ratios?: { rankable: boolean }[];
  rows?: ComparisonRow[];
}

function warningsWith(
  shuntAssumed: string[],
  campaign = CAMPAIGN,
  { sentinels = [], ratios = [], rows = [] }: Also = {},
): string[] {
  const sensorSetups = new Set(['iio']);
  const circumstances = {
    ...{ sensorSetups, shuntAssumed: new Set(shuntAssumed), conditions: [], sentinels, ratios },
    calibrated: [{ device: 'nano-1', trials: 3, calibration: null }],
  };
  const search = findWarnings(campaign, rows, circumstances);
  for (let step = search.next(); ; step = search.next()) if (step.done) return step.value;
}

describe('findWarnings', () => {
  it('says why a campaign failed, and how much of it is missing', () => {
    const failed = {
      state: 'failed',
      failedBecause: 'no device is left: nano was retired',
      trials: { ...CAMPAIGN.trials, total: 5 },
    };
    expect(warningsWith([], { ...CAMPAIGN, ...failed } as CampaignView)).toEqual([
      'the campaign failed: no device is left: nano was retired; 4 of 5 trials are missing',
    ]);
  });

  it.each([
    [2.1, 1.5, 2.7, true],
    [-3, -4, -2, true],
    [0.9, 0.5, 1.3, false],
    [2.1, -0.5, 4.7, false],
  ])('warns of a sentinel that moved by %d %% (%d to %d): %s', (estimate, low, high, warned) => {
    const moved = { device: 'nano-1', driftPct: { estimate, low, high } } as SentinelView;
    const still = { device: 'nano-2', driftPct: null } as SentinelView;
    const found = warningsWith([], CAMPAIGN, { sentinels: [moved, still] });
    expect(found.map((text) => text.startsWith('nano-1 drifted: its sentinel moved by'))).toEqual(warned ? [true] : []);
  });

  it('counts the ratios that are too low to rank', () => {
    const ratios = [{ rankable: true }, { rankable: false }];
    expect(warningsWith([], CAMPAIGN, { ratios })).toEqual([
      expect.stringMatching(/^1 of 2 ratios .*too low to rank$/),
    ]);
    expect(warningsWith([], CAMPAIGN, { ratios: [ratios[0]!] })).toEqual([]);
  });

  it('says on which devices the shunt is assumed', () => {
    expect(warningsWith([])).toEqual([]);
    expect(warningsWith(['nano-2', 'nano-1'])).toEqual([
      expect.stringMatching(/^shunt assumed: 5 mΩ on nano-1, nano-2, which do not state it/),
    ]);
  });

  /** A row of a Jetson Nano whose GPU clock was swept; the least energy at `bestMhz`. */
  const rowWith = (bestMhz: number, sweptMhz: number[]): ComparisonRow => {
    const cells = sweptMhz.map((mhz) => ({ trials: 3, levels: { gpuHz: mhz * 1e6, cpuKhz: 1_479_000 } }));
    const optimum = cells[sweptMhz.indexOf(bestMhz)];
    return {
      ...{ device: 'nano-1', deviceClass: 'jetson-nano', workload: 'alexnet', graphMode: 'dynamic', options: {} },
      ...{ batchSize: 16, dvfs: {}, optimum, cells },
    } as unknown as ComparisonRow;
  };

  it.each([
    [
      460.8,
      [460.8, 614.4, 768],
      'at the lowest GPU clock that was measured (460.8 MHz), and the board has others beyond',
    ],
    [768, [460.8, 614.4, 768], 'at the highest GPU clock that was measured (768 MHz), and the board has others beyond'],
    [614.4, [460.8, 614.4, 768], null],
    [76.8, [76.8, 614.4, 768], null],
  ])('warns of an optimum of %d MHz at the end of a sweep: %j', (bestMhz, sweptMhz, warned) => {
    const found = warningsWith([], CAMPAIGN, { rows: [rowWith(bestMhz, sweptMhz)] });
    expect(found).toEqual(warned === null ? [] : [expect.stringContaining(warned)]);
  });
});
