import { Fault, type FaultOrigin } from '@joulefleet/core';
import { decideAfterFault } from './decide-after-fault';

const fault = (transient: boolean, origin: FaultOrigin = 'network') => new Fault('x', { code: 'x', origin, transient });

describe('decideAfterFault', () => {
  it('reconnects three times, more slowly each time, then waits for the device', () => {
    const decisions = [0, 1, 2, 3].map((reconnects) => decideAfterFault(fault(true), reconnects, 1));
    expect(decisions).toEqual([
      { kind: 'reconnect', afterMs: 500 },
      { kind: 'reconnect', afterMs: 1000 },
      { kind: 'reconnect', afterMs: 2000 },
      { kind: 'offline', retryInS: 5 },
    ]);
  });

  it('asks an absent device more and more rarely, at least once a minute', () => {
    const retries = [1, 2, 3, 4, 5, 20].map((attempt) => decideAfterFault(fault(true), 9, attempt));
    expect(retries.map((r) => r.kind === 'offline' && r.retryInS)).toEqual([5, 10, 20, 40, 60, 60]);
  });

  it.each(['device', 'operator'] as const)('leaves to a person what does not pass by itself: %s', (origin) => {
    expect(decideAfterFault(fault(false, origin), 0, 1)).toEqual({ kind: 'quarantine' });
  });

  it.each(['network', 'controller', 'bug'] as const)('never holds a fault of ours against a device: %s', (origin) => {
    expect(decideAfterFault(fault(false, origin), 0, 1).kind).toBe('reconnect');
    expect(decideAfterFault(fault(false, origin), 9, 1).kind).toBe('offline');
  });
});
