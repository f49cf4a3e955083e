import { findCause, type Cause, type CauseEvidence } from './find-cause';
import { alphaOfConfirmation, stateDiscoveries } from './false-discoveries';

const NOTHING: CauseEvidence = {
  changedFacts: [],
  sensorChanged: false,
  versionChanged: false,
  interleaved: 'not_measured',
  sibling: null,
  device: { shift: 0, significant: false },
  shifts: { powerMw: null, durationMs: null },
  warmerByC: null,
  onAllDevices: false,
};
const MOVED = { shift: 0.03, significant: true };

describe('findCause', () => {
  it.each<[Cause, string, Partial<CauseEvidence>]>([
    ['unknown', 'nothing', {}],
    ['workload', 'the versions differ in turn', { interleaved: 'differ', device: MOVED, warmerByC: 5 }],
    ['workload', 'a sibling shows it as well', { interleaved: 'differ', sibling: 'differ', device: MOVED }],
    ['workload', 'the sibling is unclear', { interleaved: 'differ', sibling: 'unclear', changedFacts: ['l4t'] }],
    ['device', 'its sibling does not show it', { interleaved: 'differ', sibling: 'alike', versionChanged: true }],
    ['unknown', 'only a sibling shows it', { interleaved: 'alike', sibling: 'differ' }],
    ['workload', 'a new version moved everywhere', { versionChanged: true, onAllDevices: true }],
    ['unknown', 'the versions are alike in turn', { versionChanged: true, onAllDevices: true, interleaved: 'alike' }],
    ['sensor', 'its calibration is another', { sensorChanged: true, device: MOVED }],
    ['sensor', 'power moved and time did not', { device: MOVED, shifts: { powerMw: 0.03, durationMs: null } }],
    ['device', 'it is another board', { changedFacts: ['serial', 'l4t'], sensorChanged: true }],
    ['power_mode', 'the limits of a clock are others', { changedFacts: ['gpu.limits'] }],
    ['power_mode', 'the mode is another', { changedFacts: ['powerMode'], device: MOVED }],
    ['jetpack', 'L4T is another', { changedFacts: ['l4t'], device: MOVED }],
    ['temperature', 'it was warmer', { device: MOVED, shifts: { powerMw: 0.02, durationMs: 0.01 }, warmerByC: 4 }],
    ['device', 'the sentinel moved', { device: MOVED, shifts: { powerMw: 0.02, durationMs: 0.01 }, warmerByC: 1 }],
    ['unknown', 'it was warmer, but the device did not move', { warmerByC: 4 }],
  ])('is %s where %s', (cause, _why, evidence) => {
    expect(findCause({ ...NOTHING, ...evidence }).cause).toBe(cause);
  });
});

describe('stateDiscoveries', () => {
  it('spreads the level over the confirmations of a night', () => {
    expect(alphaOfConfirmation(0.008, 0.5, 0)).toBeCloseTo(0.016, 12);
    expect(alphaOfConfirmation(0.008, 0.5, 4)).toBeCloseTo(0.002, 12);
  });

  it('sums the levels to the false findings that are to be expected', () => {
    const alphas = Array<number>(100).fill(0.01);
    const statement = stateDiscoveries({ nights: 200, alphas, regressions: 6, improvements: 4 });
    expect(statement.expectedFalse).toBeCloseTo(1, 12);
    expect(statement.expectedFalsePerNight).toBeCloseTo(0.005, 12);
    expect(statement.falseDiscoveryRate).toBeCloseTo(0.1, 12);
    expect(statement.balancePValue).toBeGreaterThan(0.5);
  });

  it('shows a detector that finds one direction only', () => {
    expect(stateDiscoveries({ nights: 1, alphas: [], regressions: 20, improvements: 2 }).balancePValue).toBeLessThan(
      1e-3,
    );
    expect(stateDiscoveries({ nights: 1, alphas: [], regressions: 0, improvements: 0 }).falseDiscoveryRate).toBe(0);
  });
});
