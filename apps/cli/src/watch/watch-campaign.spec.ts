import type { CampaignView, ProgressView } from '@joulefleet/contracts';
import { EXIT } from '../exit-codes';
import { exitCodeOfCampaign, isOver, isStuck } from './watch-campaign';

type DeviceProgress = ProgressView['devices'][number];

function progress(
  state: CampaignView['state'],
  devices: Pick<DeviceProgress, 'availability' | 'done' | 'total'>[],
  trials: Partial<CampaignView['trials']> = {},
): ProgressView {
  return { campaign: { state, trials: { failed: 0, skipped: 0, ...trials } }, devices } as unknown as ProgressView;
}

describe('a watched campaign', () => {
  it('is stuck when all that is left waits for quarantined devices', () => {
    const left = { done: 1, total: 2 };
    const finished = { availability: 'ready', done: 2, total: 2 };
    expect(isStuck(progress('running', [finished, { ...left, availability: 'quarantined' }]))).toBe(true);
    expect(isStuck(progress('running', [finished, { ...left, availability: 'offline' }]))).toBe(false);
    expect(isStuck(progress('running', [finished]))).toBe(false);
    expect(isStuck(progress('completed', [{ ...left, availability: 'quarantined' }]))).toBe(false);
  });

  it('is over, once cancelled, when its devices are restored, but for those that are away', () => {
    const cancelled = (finishedAt: string | null, ...ending: string[]) => {
      const devices = ending.map((availability) => ({ availability, ending: true }));
      return { campaign: { state: 'cancelled', finishedAt }, devices } as unknown as ProgressView;
    };
    expect(isOver(cancelled(null, 'leased', 'offline'))).toBe(false);
    expect(isOver(cancelled(null, 'offline', 'quarantined'))).toBe(true);
    // The last shard is settled; the campaign will be in a moment.
    expect(isOver(cancelled(null))).toBe(false);
    expect(isOver(cancelled('2026-01-02T10:00:00.000Z'))).toBe(true);
    expect(isOver(progress('paused', []))).toBe(false);
    expect(isOver(progress('completed', []))).toBe(true);
  });

  it('ends with an exit code that means something', () => {
    expect(exitCodeOfCampaign(progress('completed', []))).toBe(EXIT.ok);
    expect(exitCodeOfCampaign(progress('completed', [], { failed: 1 }))).toBe(EXIT.campaignFailures);
    expect(exitCodeOfCampaign(progress('completed', [], { skipped: 1 }))).toBe(EXIT.campaignFailures);
    expect(exitCodeOfCampaign(progress('cancelled', []))).toBe(EXIT.campaignFailures);
    const stuck = progress('running', [{ availability: 'quarantined', done: 0, total: 1 }]);
    expect(exitCodeOfCampaign(stuck)).toBe(EXIT.device);
  });
});
