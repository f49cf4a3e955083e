import { createColors } from 'picocolors';
import type { EnrollmentOutcome } from '../../enroll/enroll-many';
import { sampleDevice } from '../../fixtures/sample-views';
import { renderEnrollments, renderOutcome } from './render-enrollments';

const plain = createColors(false);
const blocked = sampleDevice({
  availability: 'quarantined',
  health: 'bad',
  reason: 'privileged: the agent may not write the clocks',
  preflight: [
    { check: 'privileged', passed: false, severity: 'blocks', message: 'may not', remedy: 'install the rule' },
    { check: 'clock_offset', passed: false, severity: 'warns', message: 'ahead', remedy: 'use NTP' },
    { check: 'disk_free', passed: true, severity: 'blocks', message: 'enough', remedy: null },
  ],
});
const ended = (outcome: 'enrolled' | 'unchanged', device = sampleDevice()): EnrollmentOutcome => {
  return { where: 'rack.csv:2:1', name: 'nano-1', address: '10.0.0.7:22', durationS: 1, outcome, device };
};

it('says of a device that did not pass its pre-flight what is missing, and what to do then', () => {
  expect(renderOutcome(ended('enrolled', blocked), plain)).toMatch(/^! nano-1 .* quarantined: privileged: /);
  expect(renderEnrollments([ended('enrolled', blocked)], plain).split('\n')).toEqual([
    '1 enrolled',
    '',
    'nano-1  10.0.0.7:22  rack.csv:2:1',
    '  what      it is enrolled, and quarantined: privileged: the agent may not write the clocks',
    '  to do     install the rule',
    '  then      joulefleet device check nano-1',
  ]);
});

it('says it again when the list is enrolled again, for the exit code says so too', () => {
  expect(renderOutcome(ended('unchanged', blocked), plain)).toMatch(/^! nano-1 .* quarantined: privileged: /);
  const text = renderEnrollments([ended('unchanged', blocked)], plain);
  expect(text).toMatch(/^1 unchanged\n\nnano-1 .*\n {2}what .*quarantined: privileged[^]*install the rule/);
});

it('says no more than that of one that passed, or was left alone', () => {
  expect(renderEnrollments([ended('enrolled')], plain)).toBe('1 enrolled');
  const away = sampleDevice({ availability: 'offline', reason: 'does not answer' });
  expect(renderEnrollments([ended('unchanged', away)], plain)).toBe('1 unchanged');
  expect(renderOutcome(ended('enrolled'), plain)).toMatch(/^✔ nano-1/);
});
