import fc from 'fast-check';
import { AVAILABILITIES } from './device-states';
import { utilisationOf, type AvailabilityChange } from './utilisation';

const at = (atMs: number, availability: AvailabilityChange['availability']): AvailabilityChange => ({
  atMs,
  availability,
});

describe('the utilisation of a device', () => {
  it('sums up what it was in, cut at the ends of the period', () => {
    const changes = [at(0, 'ready'), at(100, 'leased'), at(160, 'cooling'), at(170, 'offline'), at(300, 'ready')];
    expect(utilisationOf(changes, 50, 200)).toEqual({ workingMs: 60, idleMs: 60, outMs: 30 });
    expect(utilisationOf(changes, 310, 350)).toEqual({ workingMs: 0, idleMs: 40, outMs: 0 });
  });

  it('counts nothing before the first change that is known', () => {
    expect(utilisationOf([at(80, 'quarantined')], 0, 100)).toEqual({ workingMs: 0, idleMs: 0, outMs: 20 });
    expect(utilisationOf([], 0, 100)).toEqual({ workingMs: 0, idleMs: 0, outMs: 0 });
  });

  it('adds up to the period, and over adjacent periods', () => {
    const steps = fc.array(fc.record({ stepMs: fc.nat(1000), availability: fc.constantFrom(...AVAILABILITIES) }));
    fc.assert(
      fc.property(steps, fc.nat(5000), fc.nat(5000), fc.nat(5000), (found, a, b, c) => {
        let atMs = 0;
        const changes = [
          at(0, 'ready'),
          ...found.map(({ stepMs, availability }) => at((atMs += stepMs), availability)),
        ];
        const [from, middle, to] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const sum = (from: number, to: number): number => {
          const { workingMs, idleMs, outMs } = utilisationOf(changes, from, to);
          return workingMs + idleMs + outMs;
        };
        return sum(from, to) === to - from && sum(from, middle) + sum(middle, to) === sum(from, to);
      }),
    );
  });
});
