import type { FaultOrigin } from '../fault/fault';
import { countFault } from './circuit-breaker';

describe('countFault', () => {
  it.each([
    [0, 1, 'recover'],
    [1, 2, 'recover'],
    [2, 3, 'quarantine'],
    [7, 8, 'quarantine'],
  ])('after %i faults of the device: %i, %s', (before, consecutiveFaults, verdict) => {
    expect(countFault('device', before)).toEqual({ consecutiveFaults, verdict });
  });

  it.each<FaultOrigin>(['network', 'controller', 'operator', 'bug'])('never counts a fault of: %s', (origin) => {
    for (const before of [0, 2, 9])
      expect(countFault(origin, before)).toEqual({ consecutiveFaults: before, verdict: 'spare' });
  });
});
