import {
  ladderAfterCheck,
  ladderAfterFault,
  nextRung,
  RUNGS,
  describeLadder,
  type Ladder,
  type Means,
  type Rung,
} from './recovery-ladder';

const step = (rung: Rung) => ({ rung, startedAt: 'a', endedAt: 'b', helped: false, evidence: `${rung} did not help` });

/** Rungs from the first to the end of the ladder. */
function climb(means: Means): string[] {
  const rungs: Rung[] = [];
  for (;;) {
    const next = nextRung(rungs.map(step), means);
    if (next === 'quarantine' || next === 'wait') return [...rungs, next];
    rungs.push(next);
  }
}

describe('nextRung', () => {
  it.each<[boolean, boolean, string[]]>([
    [true, true, [...RUNGS, 'quarantine']],
    [true, false, ['reconnect', 'restart_agent', 'reboot', 'quarantine']],
    [false, true, ['reconnect', 'restart_agent', 'power_cycle', 'quarantine']],
    [false, false, ['reconnect', 'restart_agent', 'quarantine']],
  ])('for a device that answers, reboot allowed: %s, power cycle: %s', (allowReboot, canPowerCycle, rungs) => {
    expect(climb({ present: true, allowReboot, canPowerCycle })).toEqual(rungs);
  });

  it('only cuts the power of a device that does not answer, and never quarantines it', () => {
    expect(climb({ present: false, allowReboot: true, canPowerCycle: true })).toEqual(['power_cycle', 'wait']);
    expect(climb({ present: false, allowReboot: true, canPowerCycle: false })).toEqual(['wait']);
  });

  it('continues after what was tried before', () => {
    const means = { present: true, allowReboot: true, canPowerCycle: true };
    expect(nextRung([step('reconnect')], means)).toBe('restart_agent');
    expect(nextRung([step('power_cycle')], means)).toBe('reconnect');
  });
});

describe('the ladder of a device', () => {
  it('keeps its steps and its last three faults', () => {
    let ladder: Ladder = { ...ladderAfterFault(null, '1', 'first'), open: false, steps: [step('reconnect')] };
    for (const n of ['2', '3', '4']) ladder = ladderAfterFault(ladder, n, `fault ${n}`);
    expect(ladder).toMatchObject({ open: true, steps: [{ rung: 'reconnect' }] });
    expect(ladder.faults.map(({ at }) => at)).toEqual(['2', '3', '4']);
  });

  it('is closed by a check that passes, and forgotten when nothing is counted any more', () => {
    const ladder = ladderAfterFault(null, '1', 'first');
    expect(ladderAfterCheck(ladder, 1)).toEqual({ ...ladder, open: false });
    expect(ladderAfterCheck(ladder, 0)).toBeNull();
    expect(ladderAfterCheck(null, 1)).toBeNull();
  });

  it('reports what was observed at each step', () => {
    const told = describeLadder({ steps: [step('reconnect'), step('restart_agent')] });
    expect(told).toBe('reconnect: reconnect did not help; restart agent: restart_agent did not help');
  });
});
