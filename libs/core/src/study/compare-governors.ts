import { DEVICE_CLASSES, type DeviceClass } from '../device-class/device-class';
import { KNOWN_WORKLOADS } from '../workload/known-workloads';
import { ofAllWorkloads, type Topologies } from './compare-topologies';
import { topologyBatchSize, type Expectations } from './expectations';
import { ratioDoubtPct, rowInside, rowNear, rowUnmeasured, type Row } from './row';
import type { StudyRun, StudySource } from './study-source';
import { powerOverHighestPct } from './topology';

const POWERSAVE_POINTS = { absolute: 2, unit: '%' };
const POWERSAVE_NOTE = 'not consistent with the power and latency quoted, which are the targets';

/** Residency, powersave, the other governors and the voltage under DVFS (sections 5.1, 5.4, 5.7). */
export function compareGovernors(source: StudySource, topologies: Topologies, expectations: Expectations): Row[] {
  return DEVICE_CLASSES.flatMap((deviceClass) => [
    ...residencies(source, deviceClass, expectations),
    ...powersave(source, deviceClass, expectations),
    otherGovernors(source, deviceClass, expectations),
    voltage(topologies, deviceClass),
  ]);
}

function residencies(source: StudySource, deviceClass: DeviceClass, { dvfs }: Expectations): Row[] {
  const found = source.residency(deviceClass);
  const row = (clock: 'Cpu' | 'Gpu', expectedPct: number, foundPct: number | undefined): Row => {
    const path = `dvfs.timeAtHighest${clock}Pct.${deviceClass}`;
    const expectation = `DVFS, time at the highest ${clock.toUpperCase()} clock, ${deviceClass}`;
    if (foundPct === undefined) return rowUnmeasured(path, expectation);
    return rowNear({ path, expectation }, expectedPct, foundPct, { absolute: 0.5, unit: '%' });
  };
  return [
    row('Cpu', dvfs.timeAtHighestCpuPct[deviceClass], found?.cpuPct),
    row('Gpu', dvfs.timeAtHighestGpuPct[deviceClass], found?.gpuPct),
  ];
}

/** AlexNet with the CPU on `powersave`, against the board's own governors. */
function powersave(source: StudySource, deviceClass: DeviceClass, expectations: Expectations): Row[] {
  const { batchSize } = expectations.topology;
  const path = `dvfs.powersaveVersusDefault.${deviceClass}`;
  const of = (what: string): string => `powersave against the default, ${what}, ${deviceClass}`;
  const standard = source.governed(deviceClass, 'alexnet', batchSize, {});
  const saving = source.governed(deviceClass, 'alexnet', batchSize, { cpuGovernor: 'powersave' });
  if (!standard || !saving) return [rowUnmeasured(path, of('power, latency and energy'))];
  const study = expectations.dvfs.powersaveVersusDefault[deviceClass];
  const effect = (read: (run: StudyRun) => number): { pct: number; doubt: number } => {
    const ratio = read(saving) / read(standard);
    return { pct: 100 * (ratio - 1), doubt: ratioDoubtPct(ratio, saving.doubt, standard.doubt) };
  };
  const [power, latency, energy] = [
    effect(({ powerW }) => powerW),
    effect(({ durationS }) => durationS),
    effect(({ energyJ }) => energyJ),
  ];
  const { absBelow } = study.energyPct;
  const about = { path: `${path}.energyPct`, expectation: of('energy'), note: POWERSAVE_NOTE };
  const energyRow = rowInside(about, [-absBelow, absBelow], [energy.pct], '%', energy.doubt);
  const near = (name: 'power' | 'latency', { pct, doubt }: { pct: number; doubt: number }): Row =>
    rowNear({ path: `${path}.${name}Pct`, expectation: of(name) }, study[`${name}Pct`], pct, POWERSAVE_POINTS, doubt);
  return [
    near('power', power),
    near('latency', latency),
    energyRow.status === 'fails' ? { ...energyRow, status: 'reported' } : { ...energyRow, note: undefined },
  ];
}

/** One domain on each other governor of the study, the other domain on its default; every workload. */
function otherGovernors(source: StudySource, deviceClass: DeviceClass, expectations: Expectations): Row {
  const { cpuGovernors, gpuGovernors, otherGovernorsEnergySpreadPct } = expectations.dvfs;
  const path = `dvfs.otherGovernorsEnergySpreadPct.${deviceClass}`;
  const expectation = `energy under other governors against the default, ${deviceClass}, six workloads`;
  const choices = [
    ...cpuGovernors.filter((name) => name !== 'powersave').map((cpuGovernor) => ({ cpuGovernor })),
    ...gpuGovernors.map((gpuGovernor) => ({ gpuGovernor })),
  ];
  const effects = KNOWN_WORKLOADS.flatMap((workload) => {
    const batchSize = topologyBatchSize(expectations, deviceClass, workload);
    const standard = source.governed(deviceClass, workload, batchSize, {});
    return choices.flatMap((choice) => {
      const found = source.governed(deviceClass, workload, batchSize, choice);
      if (!found || !standard) return [];
      const ratio = found.energyJ / standard.energyJ;
      return [{ pct: 100 * (ratio - 1), doubt: ratioDoubtPct(ratio, found.doubt, standard.doubt) }];
    });
  });
  if (effects.length === 0) return rowUnmeasured(path, expectation);
  const spread = otherGovernorsEnergySpreadPct[deviceClass];
  return rowInside(
    { path, expectation, study: `within ${spread} %` },
    [-spread, spread],
    effects.map(({ pct }) => pct),
    '%',
    Math.max(...effects.map(({ doubt }) => doubt)),
  );
}

function voltage(topologies: Topologies, deviceClass: DeviceClass): Row {
  const path = 'dvfs.voltage';
  const expectation = `mean power of DVFS over both clocks at their highest, ${deviceClass}, six workloads`;
  const own = ofAllWorkloads(topologies, deviceClass);
  if (!own) return rowUnmeasured(path, expectation);
  return rowInside({ path, expectation, study: 'can slightly exceed' }, [-6, 10], own.map(powerOverHighestPct), '%');
}
