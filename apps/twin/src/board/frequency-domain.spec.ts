import { governedRange, initialDomain, restingFrequency, writeDomain, type DomainSpec } from './frequency-domain';

const spec = (crossing: DomainSpec['crossing']): DomainSpec => ({
  frequencies: [100, 200, 300, 400, 500],
  governors: ['schedutil', 'performance', 'userspace'],
  crossing,
});
const start = initialDomain('schedutil', 200, 400);

describe('writeDomain', () => {
  it('snaps to the table, beyond its ends too', () => {
    expect(writeDomain(spec('refuse'), start, { max: 333 })).toMatchObject({ min: 200, max: 300 });
    expect(writeDomain(spec('refuse'), start, { max: 99_999 }).max).toBe(500);
    expect(writeDomain(spec('refuse'), start, { min: 0 }).min).toBe(100);
  });

  it('4.9: refuses limits that would cross and keeps the former value', () => {
    expect(writeDomain(spec('refuse'), start, { max: 100 })).toMatchObject({ min: 200, max: 400 });
    expect(writeDomain(spec('refuse'), start, { min: 500 })).toMatchObject({ min: 200, max: 400 });
  });

  it('5.x: accepts them, clamps, and honours the request once it can', () => {
    const crossed = writeDomain(spec('clamp'), start, { min: 500 });
    expect(crossed).toMatchObject({ min: 400, max: 400 });
    expect(writeDomain(spec('clamp'), crossed, { max: 500 })).toMatchObject({ min: 500, max: 500 });
  });

  it('pins by both limits at once, upwards and downwards', () => {
    for (const crossing of ['refuse', 'clamp'] as const) {
      expect(writeDomain(spec(crossing), start, { min: 500, max: 500 })).toMatchObject({ min: 500, max: 500 });
      expect(writeDomain(spec(crossing), start, { min: 100, max: 100 })).toMatchObject({ min: 100, max: 100 });
    }
  });

  it('refuses an unknown governor', () => {
    expect(writeDomain(spec('clamp'), start, { governor: 'warp' }).governor).toBe('schedutil');
    expect(writeDomain(spec('clamp'), start, { governor: 'performance' }).governor).toBe('performance');
  });

  it('takes a set speed under userspace only, within the limits', () => {
    expect(writeDomain(spec('clamp'), start, { setSpeed: 300 }).setSpeed).toBe(400);
    const user = writeDomain(spec('clamp'), start, { governor: 'userspace', setSpeed: 310 });
    expect(governedRange(user)).toEqual({ min: 300, max: 300 });
    expect(governedRange(writeDomain(spec('clamp'), user, { setSpeed: 100 }))).toEqual({ min: 200, max: 200 });
    expect(governedRange(writeDomain(spec('clamp'), user, { max: 200 }))).toEqual({ min: 200, max: 200 });
  });
});

describe('restingFrequency', () => {
  it('is the lower limit except under performance', () => {
    expect(restingFrequency(start)).toBe(200);
    expect(restingFrequency({ ...start, governor: 'performance' })).toBe(400);
  });
});
