import type { CampaignView } from '@joulefleet/contracts';
import { findWarnings } from './find-warnings';

const CAMPAIGN = {
  simulated: false,
  state: 'completed',
  cancelledBy: null,
  trials: { total: 1, accepted: 1, failed: 0, pending: 0, assigned: 0 },
} as unknown as CampaignView;

function warningsWith(shuntAssumed: string[]): string[] {
  const circumstances = { sensorSetups: new Set(['iio']), shuntAssumed: new Set(shuntAssumed), conditions: [] };
  const search = findWarnings(CAMPAIGN, [], circumstances);
  for (let step = search.next(); ; step = search.next()) if (step.done) return step.value;
}

describe('findWarnings', () => {
  it('says on which devices the shunt is assumed', () => {
    expect(warningsWith([])).toEqual([]);
    expect(warningsWith(['nano-2', 'nano-1'])).toEqual([
      expect.stringMatching(/^shunt assumed: 5 mΩ on nano-1, nano-2, which do not state it/),
    ]);
  });
});
