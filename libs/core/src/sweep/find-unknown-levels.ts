import { canExecute, cpuTableHz, factorsOf } from './levels-on-device';
import { formatFrequency } from './format-frequency';
import { hasLevel, nearestSteps, stepsInRange } from './snap-levels';
import type { ClockFactor, SpecPath, SweepDevice, SweepError, SweepSpec } from './sweep-spec';

type ClockFactorName = 'gpuFrequency' | 'cpuFrequency';

/** The levels that no selected device has: frequencies to 0.05 %, ranges without any step, workloads nobody installed. */
export function* findUnknownLevels(spec: SweepSpec, devices: readonly SweepDevice[]): Generator<SweepError> {
  if (devices.length === 0) return;
  yield* unknownWorkloads(spec, devices);
  for (const name of ['gpuFrequency', 'cpuFrequency'] as const) {
    const general = devices.filter((device) => !spec.factors.perClass[device.deviceClass]?.[name]);
    yield* unknownFrequencies(spec.factors[name], name, general, ['factors', name]);
    for (const deviceClass of Object.keys(spec.factors.perClass)) {
      const factor = spec.factors.perClass[deviceClass]?.[name];
      const ofClass = devices.filter((device) => device.deviceClass === deviceClass);
      if (factor) yield* unknownFrequencies(factor, name, ofClass, ['factors', 'perClass', deviceClass, name]);
    }
  }
  yield* unknownGovernors(spec, devices);
}

function* unknownWorkloads(spec: SweepSpec, devices: readonly SweepDevice[]): Generator<SweepError> {
  for (const [index, workload] of spec.workloads.entries()) {
    if (devices.some((device) => canExecute(workload, device))) continue;
    yield {
      level: workload.name,
      message: `no selected device has the workload ${workload.name} installed`,
      nearest: [...new Set(devices.flatMap((device) => device.workloads))].sort(),
      path: ['workloads', index],
    };
  }
}

function* unknownFrequencies(
  factor: ClockFactor,
  name: ClockFactorName,
  devices: readonly SweepDevice[],
  path: SpecPath,
): Generator<SweepError> {
  if (devices.length === 0 || factor.kind === 'all') return;
  const tables = devices.map((device) => ({ device, tableHz: tableOf(device, name) }));
  if (factor.kind === 'range') {
    if (tables.some(({ tableHz }) => stepsInRange(tableHz, factor.fromHz, factor.toHz).length > 0)) return;
    const level = `${formatFrequency(factor.fromHz)} to ${formatFrequency(factor.toHz)}`;
    const nearest = nearestOfEach(tables, (factor.fromHz + factor.toHz) / 2);
    yield { level, message: `${name}: no selected device has a step from ${level}`, nearest, path };
    return;
  }
  for (const [index, levelHz] of factor.levelsHz.entries()) {
    if (levelHz === 'dvfs' || tables.some(({ tableHz }) => hasLevel(tableHz, levelHz))) continue;
    const level = formatFrequency(levelHz);
    const nearest = nearestOfEach(tables, levelHz);
    yield { level, message: `${name}: no selected device has ${level}`, nearest, path: [...path, index] };
  }
}

function nearestOfEach(tables: readonly { device: SweepDevice; tableHz: readonly number[] }[], levelHz: number) {
  return tables.map(({ device, tableHz }) => {
    const steps = nearestSteps(tableHz, levelHz, 2).map(formatFrequency);
    return `${device.name}: ${steps.length > 0 ? steps.join(', ') : 'no steps known'}`;
  });
}

function tableOf(device: SweepDevice, name: ClockFactorName): readonly number[] {
  return name === 'gpuFrequency' ? device.gpuHz : cpuTableHz(device);
}

function* unknownGovernors(spec: SweepSpec, devices: readonly SweepDevice[]): Generator<SweepError> {
  for (const [name, table] of [
    ['cpuGovernor', 'cpuGovernors'],
    ['gpuGovernor', 'gpuGovernors'],
  ] as const) {
    const wanted = new Set(devices.flatMap((device) => factorsOf(spec, device.deviceClass)[name]));
    for (const governor of wanted) {
      const users = devices.filter((device) => factorsOf(spec, device.deviceClass)[name].includes(governor));
      if (governor === null || users.some((device) => device[table]?.includes(governor) ?? true)) continue;
      const nearest = [...new Set(users.flatMap((device) => device[table] ?? []))].sort();
      const message = `${name}: no selected device offers the governor ${governor}`;
      yield { level: governor, message, nearest, path: ['factors', name] };
    }
  }
}
