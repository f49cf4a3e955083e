import type { ShardEndBody } from '@joulefleet/contracts';
import type { FaultOrigin, Health } from '@joulefleet/core';
import { decideAfterShard } from './decide-after-shard';

const AT = '2026-11-23T08:00:00.000Z';
const end = (over: Partial<ShardEndBody>): ShardEndBody => ({
  reason: 'completed',
  restored: { verified: true, differences: [] },
  error: null,
  ...over,
});
const after = (body: ShardEndBody | null, health: Health = 'good', consecutiveFaults = 1, unexecuted = 0) =>
  decideAfterShard(body, unexecuted, { health, consecutiveFaults, ladder: null }, AT);
const fault = (transient: boolean, origin: FaultOrigin = 'device'): ShardEndBody =>
  end({ reason: 'fault', error: { code: 'rail_missing', message: 'no rail', origin, transient } });

describe('decideAfterShard', () => {
  it('counts a shard that is called completed without its outcomes', () => {
    const reason = { code: 'fault', message: expect.stringContaining('no outcome of 3') as string };
    expect(after(end({}), 'good', 0, 3)).toMatchObject({ availability: 'offline', consecutiveFaults: 1, reason });
    expect(after(end({}), 'good', 2, 3)).toMatchObject({ availability: 'quarantined', consecutiveFaults: 3 });
    expect(after(end({ reason: 'paused' }), 'good', 2, 3)).toMatchObject({ availability: 'ready' });
  });

  it('counts a bug of the agent, which would come back for ever', () => {
    expect(after(fault(false, 'bug'), 'good', 0)).toMatchObject({ availability: 'offline', consecutiveFaults: 1 });
    expect(after(fault(false, 'bug'), 'good', 2)).toMatchObject({ availability: 'quarantined' });
  });

  it('ends the row of faults when the shard completed', () => {
    const ready = { availability: 'ready', health: 'good', reason: null };
    expect(after(end({}))).toEqual({ ...ready, consecutiveFaults: 0, ladder: null });
    for (const reason of ['cancelled', 'paused', 'superseded'] as const) expect(after(end({ reason }))).toEqual(ready);
  });

  it('leaves the health unknown where something happened on the way', () => {
    expect(after(end({}), 'unknown')).toMatchObject({ availability: 'ready', health: 'unknown', consecutiveFaults: 0 });
    expect(after(end({ reason: 'cancelled' }), 'unknown')).toMatchObject({ availability: 'ready', health: 'unknown' });
    expect(after(end({ reason: 'deadman' }))).toMatchObject({ availability: 'ready', health: 'unknown' });
  });

  it('quarantines a device that was not verified clean, whatever else happened', () => {
    const restored = { verified: false, differences: ['gpu max_freq is 306000000, was 918000000'] };
    expect(after(end({ restored }))).toMatchObject({
      availability: 'quarantined',
      health: 'bad',
      reason: { code: 'not_restored', differences: restored.differences },
    });
    expect(after(null).availability).toBe('quarantined');
  });

  it.each([true, false])("counts a fault of the device's own, and lets it recover, transient: %s", (transient) => {
    expect(after(fault(transient))).toMatchObject({
      availability: 'offline',
      health: 'unknown',
      reason: { code: 'fault', fault: 'rail_missing', origin: 'device', message: 'no rail' },
      consecutiveFaults: 2,
      ladder: { open: true },
    });
    expect(after(fault(transient), 'good', 2)).toMatchObject({ availability: 'quarantined', consecutiveFaults: 3 });
  });

  it('never counts a fault of somebody else', () => {
    const spared = after(fault(true, 'controller'), 'good', 2);
    expect(spared).toMatchObject({ availability: 'offline', health: 'unknown', deadlineInS: 30 });
    expect(spared.consecutiveFaults).toBeUndefined();
  });
});
