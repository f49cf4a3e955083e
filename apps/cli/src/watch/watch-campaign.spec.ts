import type { CampaignView, ProgressView } from '@joulefleet/contracts';
import { EXIT } from '../exit-codes';
import { sampleCampaign, sampleProgress } from '../fixtures/sample-views';
import { exitCodeOfCampaign } from './watch-campaign';

function ended(state: CampaignView['state'], trials: Partial<CampaignView['trials']> = {}): ProgressView {
  const campaign = sampleCampaign({ state });
  return sampleProgress({
    campaign: { ...campaign, trials: { ...campaign.trials, failed: 0, skipped: 0, ...trials } },
  });
}

describe('exitCodeOfCampaign', () => {
  it('says how a watched campaign ended', () => {
    expect(exitCodeOfCampaign(ended('completed'))).toBe(EXIT.ok);
    expect(exitCodeOfCampaign(ended('completed', { failed: 1 }))).toBe(EXIT.campaignFailures);
    expect(exitCodeOfCampaign(ended('completed', { skipped: 1 }))).toBe(EXIT.campaignFailures);
    expect(exitCodeOfCampaign(ended('cancelled'))).toBe(EXIT.campaignFailures);
  });

  it('blames the devices that block a campaign', () => {
    const blockedBy = [{ device: 'nano-1', availability: 'quarantined' as const, nextStep: null }];
    expect(exitCodeOfCampaign({ ...ended('running'), blockedBy })).toBe(EXIT.device);
  });
});
