import { factorLevels } from '../factors/factor-levels';
import type { Level } from '../factors/factor';
import { parameterFactor, type WantedParameters } from '../factors/parameters';
import { FACTORS, type AnyFactor, type FactorLevels } from '../factors/registry';
import type { Cell, CellLevels } from './cell';
import { cellKey } from './cell-key';
import { canExecute } from './levels-on-device';
import type { SweepDevice, SweepSpec } from './sweep-spec';

/**
 * The sentinel cell of a device: both clocks pinned to the middle of its tables, whatever else the campaign varies, so that it is the
 * same in every campaign.
 *
 * @returns null where the campaign has no sentinels, or the device cannot execute the workload.
 */
export function sentinelOn(spec: SweepSpec, device: SweepDevice): Cell | null {
  const { sentinel, inferences, parameters = {} } = spec;
  if (!sentinel) return null;
  const wanted = spec.workloads.filter(({ name }) => sentinel.workload === null || name === sentinel.workload);
  const workload = wanted.find((each) => canExecute(each, device));
  if (!workload) return null;
  const { name, command, graph } = workload;
  const levels: CellLevels = {
    ...factorLevels({
      ...middleClocks(device),
      ...(command ? firstParameters(parameters) : {}),
      batchSize: sentinel.batchSize,
    }),
    ...{ workload: name, command, graphMode: graph, inferences },
  };
  return { cellKey: cellKey(device.deviceClass, levels), deviceClass: device.deviceClass, levels };
}

function middleClocks(device: SweepDevice): Partial<FactorLevels> {
  const clocks = FACTORS.filter(({ grammar, optional }) => grammar.kind === 'frequency' && !optional);
  return Object.fromEntries(clocks.map((factor) => [factor.key, middleOf(factor, device)])) as Partial<FactorLevels>;
}

/** A clock that the device does not have is left alone. */
function middleOf(factor: AnyFactor, device: SweepDevice): Level {
  const { levels } = factor.snap({ kind: 'all' }, device);
  return levels[Math.floor((levels.length - 1) / 2)] ?? factor.unset;
}

/** A user's own command expects each of its parameters. */
function firstParameters(parameters: WantedParameters): Partial<FactorLevels> {
  const first = Object.entries(parameters).map(([name, levels]) => [parameterFactor(name).key, levels[0]!]);
  return Object.fromEntries(first) as Partial<FactorLevels>;
}
