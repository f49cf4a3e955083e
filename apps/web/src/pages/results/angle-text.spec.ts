import { USUAL_ANGLE } from '@joulefleet/figures';
import { angleOf, textOfAngle } from './angle-text';

it.each([
  ['90,45', { azimuth: 90, elevation: 45 }],
  ['-170,10', { azimuth: -170, elevation: 10 }],
  ['190,30', { azimuth: -170, elevation: 30 }],
  ['0,99', { azimuth: 0, elevation: 65 }],
  ['0,0', { azimuth: 0, elevation: 10 }],
])('reads %s', (text, angle) => expect(angleOf(text)).toEqual(angle));

it.each([null, '', '1', 'a,b', '1,-1', '1.5,20', '9999,30', '<b>,1'])('takes the usual angle for %j', (text) =>
  expect(angleOf(text)).toEqual(USUAL_ANGLE),
);

it('writes what it reads, and nothing of the usual angle', () => {
  expect(textOfAngle(angleOf('-170,12'))).toBe('-170,12');
  expect(textOfAngle(USUAL_ANGLE)).toBe('');
});
