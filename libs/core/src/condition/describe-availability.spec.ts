import { describeAvailability } from './describe-availability';
import { AVAILABILITIES } from './device-states';

it('ends a sentence about the device', () => {
  expect(AVAILABILITIES.map((availability) => `it is ${describeAvailability(availability)}`)).toEqual([
    'it is ready',
    'it is leased',
    'it is cooling',
    'it is offline',
    'it is in maintenance',
    'it is quarantined',
    'it is retired',
  ]);
});
