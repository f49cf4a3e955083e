import { findConflicts, type PlannedUse } from './find-conflicts';

const BUSY = [
  { device: 'a', untilMs: 100 },
  { device: 'b', untilMs: 500 },
];
const use = (startMs: number, endMs: number | null, more: Partial<PlannedUse> = {}): PlannedUse => ({
  ...{ kind: 'maintenance', name: 'fan', priority: null, devices: ['a', 'b', 'c'], startMs, endMs },
  ...more,
});
const find = (uses: PlannedUse[], limit = 10) =>
  findConflicts(BUSY, uses, { nowMs: 0, limit }).map(({ device, startMs }) => `${device} ${startMs}`);

describe('findConflicts', () => {
  it('finds what begins before a device would be done, and has not ended', () => {
    expect(find([use(99, 200)])).toEqual(['a 99', 'b 99']);
    expect(find([use(100, 200)])).toEqual(['b 100']);
    expect(find([use(500, 600)])).toEqual([]);
    expect(find([use(-50, 0)])).toEqual([]);
    expect(find([use(-50, 1, { devices: ['a'] })])).toEqual(['a -50']);
    expect(find([use(300, null, { kind: 'night', priority: 5 })])).toEqual(['b 300']);
  });

  it('sorts by time, then by device, and is bounded', () => {
    expect(find([use(200, 300), use(10, 20)])).toEqual(['a 10', 'b 10', 'b 200']);
    expect(find([use(200, 300), use(10, 20)], 2)).toEqual(['a 10', 'b 10']);
  });
});
