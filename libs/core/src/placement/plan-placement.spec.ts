import fc from 'fast-check';
import { planPlacement, type DispatchSnapshot, type SnapshotDevice } from './plan-placement';

const free = (deviceId: string): SnapshotDevice => ({
  deviceId,
  availability: 'ready',
  group: null,
  sinceMs: 0,
  deadlineMs: null,
  inMaintenance: false,
  lease: null,
});

const snapshot = (over: Partial<DispatchSnapshot>): DispatchSnapshot => ({
  nowMs: 1000,
  devices: [free('a'), free('b')],
  campaigns: [
    {
      campaignId: 'old',
      startedAtMs: 1,
      priority: 0,
      owner: null,
      pending: [{ deviceId: 'a', trialIds: ['1', '2', '3'] }],
    },
    {
      campaignId: 'new',
      startedAtMs: 2,
      priority: 0,
      owner: null,
      pending: [
        { deviceId: 'a', trialIds: ['8'] },
        { deviceId: 'b', trialIds: ['9'] },
      ],
    },
  ],
  groupLimits: [],
  ...over,
});

describe('planPlacement', () => {
  it('gives a device to the oldest campaign that has trials for it, one shard long', () => {
    expect(planPlacement(snapshot({}))).toEqual([
      { kind: 'lease', deviceId: 'a', campaignId: 'old', trialIds: ['1', '2', '3'] },
      { kind: 'lease', deviceId: 'b', campaignId: 'new', trialIds: ['9'] },
    ]);
  });

  it.each(['leased', 'cooling', 'offline', 'maintenance', 'quarantined', 'retired'] as const)(
    'gives nothing new to a device that is %s',
    (availability) => {
      const devices: SnapshotDevice[] = [{ ...free('a'), availability, deadlineMs: 1 }, free('b')];
      expect(planPlacement(snapshot({ devices })).map(({ deviceId }) => deviceId)).toEqual(['b']);
    },
  );

  it('gives nothing new to a device in maintenance, but lets its shard continue', () => {
    const a: SnapshotDevice = { ...free('a'), inMaintenance: true };
    expect(planPlacement(snapshot({ devices: [a] }))).toEqual([]);
    const lease = { shardId: 's', expiresAtMs: 1000, owner: null };
    expect(planPlacement(snapshot({ devices: [{ ...a, availability: 'leased', lease }] }))).toHaveLength(1);
  });

  it('leases an offline device again only to its suspended shard, and not before its time', () => {
    const offline: SnapshotDevice = { ...free('b'), availability: 'offline', deadlineMs: 1001 };
    const waiting: SnapshotDevice = { ...offline, lease: { shardId: 's', expiresAtMs: 900, owner: null } };
    expect(planPlacement(snapshot({ devices: [waiting] }))).toEqual([]);
    const renewed = [{ kind: 'regrant', deviceId: 'b', shardId: 's' }];
    expect(planPlacement(snapshot({ devices: [{ ...waiting, deadlineMs: 1000 }] }))).toEqual(renewed);
    expect(planPlacement(snapshot({ devices: [{ ...offline, deadlineMs: 1000 }] }))).toEqual([]);
  });

  it('leases a device again to the shard whose lease ran out, and to nothing else', () => {
    const lease = { shardId: 's', expiresAtMs: 1000, owner: null };
    const devices: SnapshotDevice[] = [{ ...free('a'), availability: 'leased', lease }];
    expect(planPlacement(snapshot({ devices }))).toEqual([{ kind: 'regrant', deviceId: 'a', shardId: 's' }]);
    expect(planPlacement(snapshot({ devices, nowMs: 999 }))).toEqual([]);
  });

  it('gives a device to the campaign of higher priority', () => {
    const campaigns = snapshot({}).campaigns.map((c) => (c.campaignId === 'new' ? { ...c, priority: 1 } : c));
    expect(planPlacement(snapshot({ campaigns }))).toEqual([
      { kind: 'lease', deviceId: 'a', campaignId: 'new', trialIds: ['8'] },
      { kind: 'lease', deviceId: 'b', campaignId: 'new', trialIds: ['9'] },
    ]);
  });

  it('shares devices between owners, whoever came first', () => {
    const devices = ['a', 'b', 'c', 'd', 'e'].map(free);
    const campaign = (campaignId: string, owner: string, startedAtMs: number) => ({
      ...{ campaignId, owner, startedAtMs, priority: 0 },
      pending: devices.map(({ deviceId }) => ({ deviceId, trialIds: [`${campaignId}-${deviceId}`] })),
    });
    const campaigns = [campaign('1', 'ada', 1), campaign('2', 'ada', 2), campaign('3', 'bo', 3)];
    const given = (over: Partial<DispatchSnapshot>) =>
      planPlacement(snapshot({ devices, campaigns, ...over })).map((p) => p.kind === 'lease' && p.campaignId);
    expect(given({})).toEqual(['1', '3', '1', '3', '1']);
    const lease = { shardId: 's', expiresAtMs: 2000, owner: 'ada' };
    const busy = devices.map((d) => (d.deviceId < 'c' ? { ...d, availability: 'leased' as const, lease } : d));
    expect(given({ devices: busy })).toEqual(['3', '3', '1']);
  });

  it('gives the same plan for permuted input', () => {
    const base = snapshot({ devices: ['a', 'b', 'c', 'd'].map(free) });
    const permuted = fc.tuple(
      fc.shuffledSubarray([...base.devices], { minLength: 4 }),
      fc.shuffledSubarray([...base.campaigns], { minLength: 2 }),
    );
    fc.assert(
      fc.property(permuted, ([devices, campaigns]) => {
        expect(planPlacement({ ...base, devices, campaigns })).toEqual(planPlacement(base));
      }),
    );
  });
});

describe('a group with a limit', () => {
  const onCircuit = (deviceId: string, more: Partial<SnapshotDevice> = {}): SnapshotDevice => ({
    ...free(deviceId),
    group: 'circuit-1',
    ...more,
  });
  const pending = ['a', 'b', 'c', 'd'].map((deviceId) => ({ deviceId, trialIds: [`of ${deviceId}`] }));
  const campaigns = [{ campaignId: 'x', startedAtMs: 1, priority: 0, owner: null, pending }];
  const lease = { shardId: 's', expiresAtMs: 9e9, owner: null };
  const leased = (devices: SnapshotDevice[], maxAtOnce: number): string[] =>
    planPlacement(snapshot({ devices, campaigns, groupLimits: [{ group: 'circuit-1', maxAtOnce }] })).map(
      ({ deviceId }) => deviceId,
    );

  it('has so many devices at work, those that have waited longest first', () => {
    const devices = [onCircuit('a', { sinceMs: 9 }), onCircuit('b', { sinceMs: 3 }), onCircuit('c', { sinceMs: 5 })];
    expect(leased(devices, 2)).toEqual(['b', 'c']);
    expect(leased([...devices, free('d')], 0)).toEqual(['d']);
  });

  it('counts those that work already, and takes none of them away', () => {
    const busy = onCircuit('a', { availability: 'leased', lease });
    expect(leased([busy, onCircuit('b'), onCircuit('c')], 2)).toEqual(['b']);
    expect(leased([busy, onCircuit('b')], 0)).toEqual([]);
  });
});
