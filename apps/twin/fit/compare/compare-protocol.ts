import { DEVICE_CLASSES } from '@joulefleet/core';
import { pollingOverhead, RUN_TO_RUN } from '../../src/physics/disturbance';
import type { Expectations } from '../expectations';
import { INFERENCES } from '../topology';
import { rowInside, rowNear, type Row } from './row';

/** Expected range of ten draws from a normal distribution, in standard deviations. */
const RANGE_OF_TEN = 3.078;

/** How the study measured (sections 4.1 and 4.6). */
export function compareProtocol({ protocol }: Expectations): Row[] {
  const energyDeviation = Math.hypot(RUN_TO_RUN.powerDeviation, RUN_TO_RUN.durationDeviation);
  return [
    rowNear(
      { path: 'protocol.inferencesPerTrial', expectation: 'inferences per trial' },
      protocol.inferencesPerTrial,
      INFERENCES,
      { absolute: 0, unit: '' },
    ),
    rowInside(
      { path: 'protocol.pollingOverheadAt100MsPct', expectation: 'energy of polling every 100 ms' },
      [-Infinity, protocol.pollingOverheadAt100MsPct.below],
      [100 * pollingOverhead(100)],
      '%',
    ),
    rowInside(
      { path: 'protocol.pollingOverheadAt10MsPct', expectation: 'energy of polling every 10 ms' },
      [protocol.pollingOverheadAt10MsPct.above, Infinity],
      [100 * pollingOverhead(10)],
      '%',
    ),
    rowInside(
      {
        path: 'protocol.runToRunVariationPct',
        expectation: 'expected range of energy over ten repetitions',
      },
      [-Infinity, protocol.runToRunVariationPct.below],
      [100 * energyDeviation * RANGE_OF_TEN],
      '%',
    ),
  ];
}

/** Figures that went into the model or the protocol and that no output of it can be held against. */
export function inputRows(): Row[] {
  const input = (path: string, use: string): Row => ({
    path,
    expectation: use,
    study: 'see file',
    twin: '-',
    tolerance: '-',
    status: 'input',
  });
  return [
    input('workloads', 'relative weights of the workloads on the Nano'),
    input('batchSizes', 'batch sizes compared'),
    input('protocol.repetitions', 'ten repetitions, in the range of energy above'),
    input('protocol.samplingPeriodMs', 'the sampler chooses its period'),
    input('topology.batchSize', 'batch size of every topology'),
    input('topology.exceptions', 'and of MobileNet-V2 on the Nano'),
    input('graph.batchSize', 'batch size of the graph modes'),
    ...DEVICE_CLASSES.flatMap((deviceClass) => [
      input(`frequencySweeps.${deviceClass}.batchSize`, 'batch size of the sweep'),
      input(`devices.${deviceClass}.memoryGb`, 'bounds the batch size (memory-fits.ts)'),
      input(`devices.${deviceClass}.powerModesW`, 'the physics has no power modes; the sysfs tree limits clocks'),
    ]),
  ];
}
