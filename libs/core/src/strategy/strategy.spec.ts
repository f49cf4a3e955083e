import { fullSweep } from './strategy';

describe('fullSweep', () => {
  const trials = [{ deviceId: 'd', cellKey: 'c', repetition: 1, block: 1 }];

  it('proposes everything once, waits while trials are open, then stops', () => {
    const sweep = fullSweep(trials);
    expect(sweep.propose({ proposed: 0, open: 0, cells: [] })).toEqual({ kind: 'trials', trials });
    expect(sweep.propose({ proposed: 1, open: 1, cells: [] })).toEqual({ kind: 'wait' });
    expect(sweep.propose({ proposed: 1, open: 0, cells: [] }).kind).toBe('stop');
  });

  it('stops at once when there is nothing to measure', () => {
    expect(fullSweep([]).propose({ proposed: 0, open: 0, cells: [] }).kind).toBe('stop');
  });
});
