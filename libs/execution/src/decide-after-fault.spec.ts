import { Fault, type FaultOrigin } from '@joulefleet/core';
import { decideAfterFault } from './decide-after-fault';

const fault = (transient: boolean, origin: FaultOrigin = 'network', code = 'x') =>
  new Fault('x', { code, origin, transient });

describe('decideAfterFault', () => {
  it.each(['sudo_missing', 'sudo_refused', 'agent_not_installed', 'agent_outdated'])(
    'takes a device out that somebody has to go to: %s',
    (code) => {
      expect(decideAfterFault(fault(false, 'operator', code), 0, 1)).toEqual({ kind: 'quarantine' });
    },
  );

  it('reconnects three times, more slowly each time, then waits for the device', () => {
    const decisions = [0, 1, 2, 3].map((reconnects) => decideAfterFault(fault(true), reconnects, 1));
    expect(decisions).toEqual([
      { kind: 'reconnect', afterMs: 500 },
      { kind: 'reconnect', afterMs: 1000 },
      { kind: 'reconnect', afterMs: 2000 },
      { kind: 'offline', retryInS: 5 },
    ]);
  });

  it('asks an absent device more and more rarely, at least every 20 s', () => {
    const retries = [1, 2, 3, 4, 20].map((attempt) => decideAfterFault(fault(true), 9, attempt));
    expect(retries.map((r) => r.kind === 'offline' && r.retryInS)).toEqual([5, 10, 20, 20, 20]);
  });

  it('holds a fault of the device against it: at once, or when it did not pass', () => {
    expect(decideAfterFault(fault(false, 'device'), 0, 1)).toEqual({ kind: 'fault' });
    expect(decideAfterFault(fault(true, 'device'), 0, 1).kind).toBe('reconnect');
    expect(decideAfterFault(fault(true, 'device'), 3, 1)).toEqual({ kind: 'fault' });
  });

  it('lets the device wait while somebody mends the login', () => {
    expect(decideAfterFault(fault(false, 'operator', 'login_refused'), 0, 1)).toEqual({
      kind: 'offline',
      retryInS: 60,
    });
  });

  it('leaves another host key to a person', () => {
    expect(decideAfterFault(fault(false, 'operator', 'host_key_changed'), 0, 1)).toEqual({ kind: 'quarantine' });
  });

  it.each([1, 3, 10, 100])(
    'never stores a fault of the controller as the state of a device: execution %i',
    (attempt) => {
      for (const transient of [true, false]) {
        expect(decideAfterFault(fault(transient, 'controller'), 0, attempt).kind).toBe('reconnect');
        const afterMs = [5_000, 20_000][Number(attempt > 1)];
        expect(decideAfterFault(fault(transient, 'controller'), 9, attempt)).toEqual({ kind: 'hand_over', afterMs });
      }
    },
  );

  it.each(['network', 'bug'] as const)('never holds a fault of ours against a device: %s', (origin) => {
    expect(decideAfterFault(fault(false, origin), 0, 1).kind).toBe('reconnect');
    expect(decideAfterFault(fault(false, origin), 9, 1).kind).toBe('offline');
  });

  it('does not try a bug again without end', () => {
    expect(decideAfterFault(fault(false, 'bug'), 9, 9).kind).toBe('offline');
    expect(decideAfterFault(fault(false, 'bug'), 9, 10)).toEqual({ kind: 'quarantine' });
    expect(decideAfterFault(fault(true, 'network'), 9, 10).kind).toBe('offline');
  });
});
