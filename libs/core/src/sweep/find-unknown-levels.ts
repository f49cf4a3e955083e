import { FACTORS, wantedOf, type AnyFactor } from '../factors/registry';
import { canExecute } from './levels-on-device';
import type { SpecPath, SweepDevice, SweepError, SweepSpec } from './sweep-spec';

type LevelSpec = Pick<SweepSpec, 'workloads' | 'factors'>;

/** The levels that no selected device has, and the workloads that nobody installed. */
export function* findUnknownLevels(spec: LevelSpec, devices: readonly SweepDevice[]): Generator<SweepError> {
  if (devices.length === 0) return;
  yield* unknownWorkloads(spec, devices);
  for (const factor of FACTORS) yield* unknownLevels(spec, factor, devices);
}

function* unknownWorkloads(spec: LevelSpec, devices: readonly SweepDevice[]): Generator<SweepError> {
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

/** The general levels are for the devices without an override, an override is for the devices of its class. */
function* unknownLevels(spec: LevelSpec, factor: AnyFactor, devices: readonly SweepDevice[]): Generator<SweepError> {
  const { name } = factor;
  const { perClass } = spec.factors;
  const overridden = (deviceClass: string): unknown => wantedOf(factor, perClass[deviceClass] ?? {});
  const general = devices.filter(({ deviceClass }) => overridden(deviceClass) === undefined);
  yield* under(['factors', name], factor.findUnknown(wantedOf(factor, spec.factors), general));
  for (const deviceClass of Object.keys(perClass)) {
    const wanted = overridden(deviceClass);
    const ofClass = devices.filter((device) => device.deviceClass === deviceClass);
    if (wanted === undefined) continue;
    yield* under(['factors', 'perClass', deviceClass, name], factor.findUnknown(wanted, ofClass));
  }
}

function* under(base: SpecPath, found: Iterable<SweepError>): Generator<SweepError> {
  for (const error of found) yield { ...error, path: [...base, ...error.path] };
}
