import { DEVICE_CLASSES } from '../device-class/device-class';
import type { Expectations } from './expectations';
import { rowInside, rowNear, rowUnmeasured, type Row } from './row';
import type { StudySource } from './study-source';

/** The study's constant workload per trial (section 4.6). */
export const INFERENCES = 3200;
/** Expected range of ten draws from a normal distribution, in standard deviations. */
const RANGE_OF_TEN = 3.078;

/** How the study measured (sections 4.1 and 4.6). */
export function compareProtocol(source: StudySource, { protocol }: Expectations): Row[] {
  const { pollingOverheadAt100MsPct: at100, pollingOverheadAt10MsPct: at10, runToRunVariationPct } = protocol;
  const sdPct = source.runToRunPct();
  return [
    rowNear(
      { path: 'protocol.inferencesPerTrial', expectation: 'inferences per trial' },
      protocol.inferencesPerTrial,
      INFERENCES,
      {
        absolute: 0,
        unit: '',
      },
    ),
    pollingRow(source, 100, [-Infinity, at100.below]),
    pollingRow(source, 10, [at10.above, Infinity]),
    inside(
      'protocol.runToRunVariationPct',
      'expected range of energy over ten repetitions',
      [-Infinity, runToRunVariationPct.below],
      sdPct === null ? null : sdPct * RANGE_OF_TEN,
    ),
  ];
}

function pollingRow(source: StudySource, periodMs: 10 | 100, band: readonly [number, number]): Row {
  const path = `protocol.pollingOverheadAt${periodMs}MsPct`;
  return inside(path, `energy of polling every ${periodMs} ms`, band, source.pollingOverheadPct(periodMs));
}

function inside(path: string, expectation: string, band: readonly [number, number], found: number | null): Row {
  return found === null ? rowUnmeasured(path, expectation) : rowInside({ path, expectation }, band, [found], '%');
}

/** Figures that went into the model or the protocol and that nothing can be held against. */
export function inputRows(): Row[] {
  const input = (path: string, use: string): Row => ({
    path,
    expectation: use,
    study: 'see file',
    found: '-',
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
