import type { CampaignView } from '@joulefleet/contracts';
import { findWarnings } from './find-warnings';

const CAMPAIGN = {
  simulated: false,
  state: 'completed',
  cancelledBy: null,
  trials: { total: 1, accepted: 1, failed: 0, pending: 0, assigned: 0 },
} as unknown as CampaignView;

function warningsWith(shuntAssumed: string[], campaign = CAMPAIGN): string[] {
  const circumstances = { sensorSetups: new Set(['iio']), shuntAssumed: new Set(shuntAssumed), conditions: [] };
  const search = findWarnings(campaign, [], circumstances);
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

  it('says on which devices the shunt is assumed', () => {
    expect(warningsWith([])).toEqual([]);
    expect(warningsWith(['nano-2', 'nano-1'])).toEqual([
      expect.stringMatching(/^shunt assumed: 5 mΩ on nano-1, nano-2, which do not state it/),
    ]);
  });
});
