import { agentError, deviceCode, sensorSetup, trialBody } from './records';

it('takes no code of a device for one of the API', () => {
  const codes = [
    'clock_not_applied',
    'device_busy',
    'forbidden',
    'unauthorized',
    'device_unknown',
    'No word',
    'a\nb',
    '',
  ];
  expect(codes.map(deviceCode)).toEqual([
    'clock_not_applied',
    'device_busy',
    ...Array.from({ length: 6 }, () => 'device_error'),
  ]);
});

it('cuts what a device says of an error', () => {
  const error = { code: 'x', message: 'm'.repeat(9000), origin: 'device', transient: false, remedy: 'r'.repeat(9000) };
  const { message, remedy } = agentError.parse(error);
  expect([message.length, remedy!.length]).toEqual([4000, 1000]);
});

it.each([
  ['batches', { count: 0, meanUs: 1, sdUs: 0 }],
  ['batches', { count: 1.5, meanUs: 1, sdUs: 0 }],
  ['batches', { count: 2 ** 60, meanUs: 1, sdUs: 0 }],
  ['batches', { count: 1, meanUs: 1, sdUs: null }],
  ['batches', { count: 1, meanUs: 1, sdUs: 0, p99Us: -1 }],
  ['chunks', 1e9],
  ['events', Array.from({ length: 65 }, () => ({ name: 'load_start', tUs: 1 }))],
  ['flags', Array.from({ length: 65 }, () => 'x')],
])('takes no %s of %j', (key, value) => {
  const { error } = trialBody.safeParse({ [key]: value });
  expect(error!.issues.map(({ path }) => path[0])).toContain(key);
});

describe('sensorSetup', () => {
  const old = {
    layout: 'hwmon',
    averagingUs: 1,
    samples: 16,
    updateIntervalMs: 106,
    runningMode: null,
    readLatencyUs: 9,
  };
  const counter = { source: 'nvml', startUs: 1, endUs: 2, startMj: 3.5, endMj: 4, readUs: 4000 };

  it('of an agent of an earlier version is still one', () => {
    expect(sensorSetup.parse(old)).toMatchObject({
      supplyMv: null,
      refreshUs: null,
      resolutionMw: null,
      counter: null,
    });
  });

  it('takes an energy counter and how often readings change', () => {
    const setup = { ...old, layout: 'nvml', refreshUs: 100_000, resolutionMw: 1, counter };
    expect(sensorSetup.parse(setup)).toMatchObject({ layout: 'nvml', refreshUs: 100_000, counter });
    expect(sensorSetup.safeParse({ ...setup, layout: 'guess' }).success).toBe(false);
  });
});
