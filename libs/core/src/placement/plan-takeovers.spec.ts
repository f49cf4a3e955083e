import fc from 'fast-check';
import { AVAILABILITIES } from '../condition/device-states';
import { assignCells, planTakeovers, type TakeoverCampaign, type TakeoverDevice } from './plan-takeovers';

const MINUTE_MS = 60_000;
const NOW_MS = 1_000 * MINUTE_MS;

const device = (deviceId: string, over: Partial<TakeoverDevice> = {}): TakeoverDevice => ({
  deviceId,
  deviceClass: 'jetson-nano',
  availability: 'leased',
  sinceMs: NOW_MS - 5 * MINUTE_MS,
  inMaintenance: false,
  pending: 30,
  assigned: 0,
  untried: 10,
  trialMs: MINUTE_MS,
  ...over,
});
const plan = (...devices: TakeoverDevice[]) =>
  planTakeovers({ campaignId: 'c', repetitions: 3, devices }, NOW_MS).map(
    ({ campaignId: _, fromDeviceId, cause, cells, maxCells, to }) => [
      fromDeviceId,
      cause,
      cells,
      maxCells,
      to.map(({ deviceId }) => deviceId).join(''),
    ],
  );
const IDLE = { pending: 0, untried: 0, availability: 'ready' } as const;

describe('planTakeovers', () => {
  it('leaves devices alone that have about as much left as each other', () => {
    expect(plan(device('a'), device('b', { pending: 33 }))).toEqual([]);
    expect(plan(device('a', { trialMs: null }), device('b', { trialMs: null, pending: 60 }))).toEqual([]);
  });

  it.each(['quarantined', 'maintenance'] as const)(
    'takes what was not tried from a device that is %s',
    (availability) => {
      expect(plan(device('a'), device('b', { availability }), device('c'))).toEqual([
        ['b', availability, 'untried', null, 'ac'],
      ]);
      expect(plan(device('a'), device('b', { availability, untried: 0 }))).toEqual([]);
    },
  );

  it('takes what is begun only when there is nothing else to do, and everything from a retired device', () => {
    const quarantined = device('b', { availability: 'quarantined', untried: 0 });
    expect(plan(device('a', IDLE), quarantined)).toEqual([['b', 'quarantined', 'all', 5, 'a']]);
    // Each of two that are done takes a sixth of ten cells; the third is not done.
    const [first] = plan(device('a', IDLE), quarantined, device('c', IDLE), device('d'));
    expect(first).toEqual(['b', 'quarantined', 'all', 4, 'ac']);
    const retired = device('b', { availability: 'retired', untried: 0 });
    expect(plan(device('a'), retired)).toEqual([['b', 'retired', 'all', null, 'a']]);
    expect(plan(device('a'), { ...retired, pending: 0 })).toEqual([]);
  });

  it('waits a minute for a device that does not answer, and ten for what it has begun', () => {
    const away = (minutes: number) =>
      device('b', { availability: 'offline', sinceMs: NOW_MS - minutes * MINUTE_MS, assigned: 3 });
    expect(plan(device('a', IDLE), away(0.9))).toEqual([]);
    expect(plan(device('a', IDLE), away(1))).toEqual([['b', 'offline', 'untried', null, 'a']]);
    expect(plan(device('a', IDLE), away(10))).toEqual([
      ['b', 'offline', 'untried', null, 'a'],
      ['b', 'offline', 'all', 5, 'a'],
    ]);
    expect(plan(device('a'), away(10))).toEqual([['b', 'offline', 'untried', null, 'a']]);
  });

  it('takes nothing from a device whose maintenance has begun but what was not tried', () => {
    const serviced = device('b', { inMaintenance: true });
    expect(plan(device('a', IDLE), serviced)).toEqual([['b', 'maintenance', 'untried', null, 'a']]);
    expect(plan(device('a', { ...IDLE, inMaintenance: true }), device('b'))).toEqual([]);
  });

  it('evens out a device that is slower with those that are done earlier', () => {
    // 90, 30 and 30 minutes: 40 above the mean, 9 minutes for each cell.
    expect(plan(device('a', { trialMs: 3 * MINUTE_MS }), device('b'), device('c'))).toEqual([
      ['a', 'behind', 'untried', 4, 'bc'],
    ]);
    expect(plan(device('a', { trialMs: 3 * MINUTE_MS, untried: 2 }), device('b'))).toEqual([
      ['a', 'behind', 'untried', 2, 'b'],
    ]);
  });

  it('gives a device that has nothing left half of what the last one did not try', () => {
    expect(plan(device('a', { trialMs: null }), device('b', IDLE))).toEqual([['a', 'behind', 'untried', 5, 'b']]);
    expect(plan(device('a', { pending: 3, untried: 1 }), device('b', IDLE))).toEqual([]);
  });

  it('keeps cells in their class, and waits where no device of it can work', () => {
    const orin = device('b', { ...IDLE, deviceClass: 'jetson-orin-nx' });
    expect(plan(device('a', { availability: 'retired' }), orin)).toEqual([]);
    expect(plan(device('a', { availability: 'retired' }), device('b', { availability: 'quarantined' }))).toEqual([]);
  });

  it('gives the same whatever the order of devices, to devices of the class that can work, and no more than there is', () => {
    const anyDevice = fc.record({
      deviceClass: fc.constantFrom('jetson-nano', 'jetson-orin-nx'),
      availability: fc.constantFrom(...AVAILABILITIES),
      sinceMs: fc.integer({ min: NOW_MS - 20 * MINUTE_MS, max: NOW_MS }),
      inMaintenance: fc.boolean(),
      pending: fc.nat(300),
      assigned: fc.nat(12),
      untried: fc.nat(100),
      trialMs: fc.option(fc.integer({ min: 1, max: 10 * MINUTE_MS })),
    });
    const campaign = fc
      .array(anyDevice, { maxLength: 12 })
      .map((devices) => devices.map((each, index) => ({ ...each, deviceId: `d${index}` })))
      .chain((devices) => fc.tuple(fc.constant(devices), fc.shuffledSubarray(devices, { minLength: devices.length })));
    fc.assert(
      fc.property(campaign, fc.integer({ min: 1, max: 10 }), ([devices, turned], repetitions) => {
        const of = (each: TakeoverCampaign['devices']) =>
          planTakeovers({ campaignId: 'c', repetitions, devices: each }, NOW_MS);
        const takeovers = of(devices);
        expect(of(turned)).toEqual(takeovers);
        const byId = new Map(devices.map((each) => [each.deviceId, each]));
        for (const { fromDeviceId, to, cause, maxCells } of takeovers) {
          const from = byId.get(fromDeviceId)!;
          expect(to.length).toBeGreaterThan(0);
          for (const { deviceId } of to) {
            const target = byId.get(deviceId)!;
            expect(deviceId).not.toBe(fromDeviceId);
            expect(target).toMatchObject({ deviceClass: from.deviceClass, inMaintenance: false });
            expect(['ready', 'leased', 'cooling']).toContain(target.availability);
          }
          if (cause === 'behind') expect(maxCells).toBeLessThanOrEqual(from.untried);
        }
      }),
    );
  });
});

describe('assignCells', () => {
  const target = (deviceId: string, remainingMs = 0, cellMs = 10) => ({ deviceId, remainingMs, cellMs });
  const cells = (count: number, devices = ['a', 'b', 'c']) =>
    Array.from({ length: count }, (_, i) => ({ cellId: `${i}`, cellKey: `k${String(i).padStart(3, '0')}`, devices }));

  it('gives each cell to the device that is done first with it', () => {
    const taken = assignCells(cells(9), { to: [target('a'), target('b', 30), target('c', 0, 20)], giver: null });
    expect([...taken].map(([id, own]) => [id, own.length]).sort()).toEqual([
      ['a', 5],
      ['b', 2],
      ['c', 2],
    ]);
  });

  it('gives each cell once to a device that can take it, whatever the order', () => {
    const any = fc.array(fc.subarray(['a', 'b', 'c']), { maxLength: 40 }).chain((devices) => {
      const all = cells(devices.length).map((cell, index) => ({ ...cell, devices: devices[index]! }));
      return fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }));
    });
    const targets = fc.tuple(fc.nat(100), fc.nat(100)).map(([a, b]) => [target('a', a), target('b', b)]);
    fc.assert(
      fc.property(any, targets, ([all, turned], to) => {
        const taken = assignCells(all, { to, giver: null });
        expect(assignCells(turned, { to: [...to].reverse(), giver: null })).toEqual(taken);
        const given = [...taken].flatMap(([id, own]) => own.map((cell) => [id, cell] as const));
        for (const [id, { devices }] of given) expect(devices).toContain(id);
        const able = all.filter(({ devices }) => devices.includes('a') || devices.includes('b'));
        expect(given.map(([, { cellKey }]) => cellKey).sort()).toEqual(able.map(({ cellKey }) => cellKey));
      }),
    );
  });

  it('leaves a cell with a giver that is done with it earlier, so that devices do not pass cells to and fro', () => {
    const sizes = fc.array(fc.record({ untried: fc.nat(20), trialMs: fc.integer({ min: 1, max: 20 }) }), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(sizes, (each) => {
        const devices = each.map(({ untried, trialMs }, i) =>
          device(`d${i}`, { untried, pending: untried * 3, trialMs: trialMs * MINUTE_MS }),
        );
        const lastMs = () => Math.max(...devices.map(({ pending, trialMs }) => pending * trialMs!));
        for (let round = 0; ; round++) {
          const [takeover] = planTakeovers({ campaignId: 'c', repetitions: 3, devices }, NOW_MS);
          if (!takeover) break;
          const before = lastMs();
          const all = cells(
            takeover.maxCells!,
            devices.map(({ deviceId }) => deviceId),
          );
          const given = [...assignCells(all, takeover)];
          if (given.length === 0) break;
          for (const [id, own] of given) {
            for (const [which, sign] of [
              [id, 1],
              [takeover.fromDeviceId, -1],
            ] as const) {
              const changed = devices.find(({ deviceId }) => deviceId === which)!;
              changed.untried += sign * own.length;
              changed.pending += sign * own.length * 3;
            }
          }
          expect(lastMs()).toBeLessThanOrEqual(before);
          expect(round).toBeLessThan(60);
        }
      }),
    );
  });
});
