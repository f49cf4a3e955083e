import { figures } from './figures';
import { frequencyFactor } from './frequency-factor';

/** The clock of the memory (EMC). A device offers the rates that a pre-flight could lock; `dvfs` leaves it to the board. */
export const memoryFrequency = frequencyFactor({
  name: 'memoryFrequency',
  key: 'emcHz',
  title: 'memory',
  unit: 'Hz',
  stepsOf: ({ knobs }) => figures(knobs['emcHz']),
  whyNone: ({ knobs }) => knobs['emcHz']?.reason ?? 'the device was not probed for it',
});
