import type { ShardEndBody } from '@joulefleet/contracts';
import { decideAfterShard } from './decide-after-shard';

const end = (over: Partial<ShardEndBody>): ShardEndBody => ({
  reason: 'completed',
  restored: { verified: true, differences: [] },
  error: null,
  ...over,
});
const fault = (transient: boolean): ShardEndBody =>
  end({ reason: 'fault', error: { code: 'rail_missing', message: 'no rail', origin: 'device', transient } });

describe('decideAfterShard', () => {
  it.each(['completed', 'cancelled', 'deadman', 'superseded'] as const)('leaves a clean device ready: %s', (reason) => {
    expect(decideAfterShard(end({ reason }))).toEqual({ availability: 'ready', health: 'good', reason: null });
  });

  it('quarantines a device that was not verified clean, whatever else happened', () => {
    const restored = { verified: false, differences: ['gpu max_freq is 306000000, was 918000000'] };
    expect(decideAfterShard(end({ restored }))).toMatchObject({
      availability: 'quarantined',
      health: 'bad',
      reason: expect.stringContaining('gpu max_freq') as string,
    });
    expect(decideAfterShard(null).availability).toBe('quarantined');
  });

  it('tries a device again whose fault may pass, and leaves the others to a person', () => {
    expect(decideAfterShard(fault(true))).toMatchObject({ availability: 'offline', health: 'unknown', retryInS: 30 });
    expect(decideAfterShard(fault(false))).toMatchObject({
      availability: 'quarantined',
      reason: 'rail_missing: no rail',
    });
  });
});
