import {
  conditionAfterPreflight,
  Fault,
  verdictOf,
  type FactsDrift,
  type PreflightFinding,
  type PreflightVerdict,
} from '@joulefleet/core';
import { explainPrivilege } from './explain-privilege';
import { factsAsAccepted } from './facts-as-accepted';
import { toFindingView } from './finding-view';
import { measureClockOffset, offsetOf } from './measure-clock-offset';

const drift = (severity: FactsDrift['severity'], message: string): FactsDrift => {
  return { field: 'kernel', before: 'a', after: 'b', severity, message };
};
const privileged: PreflightFinding = {
  check: 'privileged',
  passed: false,
  severity: 'blocks',
  message: 'no',
  remedy: 'log in as root',
  resolution: 'manual',
};
const refused = new Fault('no sudo', { code: 'sudo_missing', origin: 'operator', transient: false, remedy: 'sudoers' });

const PREFLIGHT = { code: 'preflight', checks: ['x'], message: 'x: hot' };

describe('conditionAfterPreflight', () => {
  it.each([
    ['passed', { availability: 'ready', health: 'good', reason: null }],
    [
      { kind: 'cooling', reason: 'x: hot', checks: ['x'] },
      { availability: 'cooling', health: 'unknown', reason: PREFLIGHT, deadlineInS: 30 },
    ],
    [
      { kind: 'retry', reason: 'x: hot', checks: ['x'] },
      { availability: 'offline', health: 'unknown', reason: PREFLIGHT, deadlineInS: 30 },
    ],
    [
      { kind: 'blocked', reason: 'x: hot', checks: ['x'] },
      { availability: 'quarantined', health: 'bad', reason: PREFLIGHT, deadlineInS: 604_800 },
    ],
  ] satisfies [PreflightVerdict, object][])('%j', (verdict, condition) =>
    expect(conditionAfterPreflight(verdict)).toEqual(condition),
  );
});

describe('offsetOf', () => {
  it('takes the middle of the quickest round trip', () => {
    const slow = { sentMs: 0, deviceMs: 9_000, heardMs: 400 };
    const quick = { sentMs: 1_000, deviceMs: 1_512, heardMs: 1_004 };
    expect(offsetOf([slow, quick])).toBe(510);
    expect(offsetOf([slow])).toBe(8_800);
  });

  it('finds a clock that is behind, whatever the delays of single answers', async () => {
    let asked = 0;
    const ping = async () => {
      await new Promise((resolve) => setTimeout(resolve, asked++ === 1 ? 1 : 40));
      return { monotonicUs: 0, wallUs: (Date.now() - 60_000) * 1000 };
    };
    expect(Math.abs((await measureClockOffset({ ping })) + 60_000)).toBeLessThan(20);
    expect(asked).toBe(3);
  });
});

describe('factsAsAccepted', () => {
  it('passes without drift, and with drift that only warns, which it reports', () => {
    expect(factsAsAccepted([], 'nano')).toMatchObject({ passed: true });
    const warned = factsAsAccepted([drift('warns', 'kernel: was a, is b')], 'nano');
    expect(warned).toMatchObject({ passed: true, message: 'kernel: was a, is b' });
    expect(toFindingView(warned).remedy).toBeNull();
  });

  it('blocks by what blocks, and names the command that accepts it', () => {
    const finding = factsAsAccepted([drift('blocks', 'rail gone'), drift('info', 'Python')], 'nano');
    expect(verdictOf([finding])).toEqual({
      kind: 'blocked',
      reason: 'facts_as_accepted: rail gone',
      checks: ['facts_as_accepted'],
    });
    expect(toFindingView(finding).remedy).toContain('joulefleet device accept-drift nano');
  });
});

describe('explainPrivilege', () => {
  it('says why sudo did not help, where privilege is what is missing', () => {
    const [explained] = explainPrivilege([privileged], refused);
    expect(explained).toMatchObject({ message: 'no; no sudo', remedy: 'sudoers' });
    expect(explainPrivilege([privileged], null)).toEqual([privileged]);
  });

  it('fails where sudo was asked for and does not work, whatever the login may do', () => {
    const passed = { ...privileged, passed: true, message: 'every clock may be written' };
    const [explained] = explainPrivilege([passed], refused);
    expect(explained).toMatchObject({ passed: false, message: 'no sudo', remedy: 'sudoers' });
    expect(explainPrivilege([passed], null)).toEqual([passed]);
  });
});
