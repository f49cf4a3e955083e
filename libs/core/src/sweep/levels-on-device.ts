import type { Level } from '../factors/factor';
import { powerMode } from '../factors/power-mode';
import { FACTORS, factorsWith, wantedOf, type AnyFactor } from '../factors/registry';
import type { DeviceLevels } from './device-levels';
import { narrowToWorkloads } from './narrow-to-workloads';
import { describeLimits } from './describe-limits';
import { exclusionOn } from './exclusions';
import { levelsInModes } from './levels-in-modes';
import { zipOn } from './zips';
import type { Baseline, SweepDevice, SweepSpec, SweepWorkload } from './sweep-spec';

/** What a campaign asks for of one factor on one device class: the class's override, or else the general levels. */
function wantedOn(spec: SweepSpec, factor: AnyFactor, deviceClass: string): unknown {
  const { parameters, factors } = spec;
  const inferences = factors.inferences.length > 0 ? factors.inferences : [spec.inferences];
  const general = { ...factors, inferences, parameters };
  return wantedOf(factor, spec.factors.perClass[deviceClass] ?? {}) ?? wantedOf(factor, general);
}

/** Whether a workload can be executed on a device: a user's own command always, another one when it is installed. */
export function canExecute(workload: SweepWorkload, device: SweepDevice): boolean {
  return workload.command !== null || device.workloads.includes(workload.name);
}

/** Snaps every factor to one device and says what was changed or left out on the way. */
export function levelsOnDevice(spec: SweepSpec, found: SweepDevice): { levels: DeviceLevels; notes: string[] } {
  const device = { ...found, variesMode: variesMode(spec, found) };
  const parameters = Object.keys(spec.parameters ?? {});
  const all = factorsWith(parameters);
  const wanted = (factor: AnyFactor): unknown => wantedOn(spec, factor, device.deviceClass);
  const snapped = all.map((factor) => ({ key: factor.key, ...factor.snap(wanted(factor), device) }));
  const missing = spec.workloads.filter((workload) => !canExecute(workload, device));
  const executable = spec.workloads.filter((workload) => canExecute(workload, device)).sort(byNameAndGraph);
  const factors = Object.fromEntries(snapped.map(({ key, levels }) => [key, levels])) as DeviceLevels['factors'];
  const { workloads, notes: narrowed } = narrowToWorkloads(executable, all, factors);
  const { inModes, notes: aboveModes } = levelsInModes(factors, device.facts);
  const levels = {
    ...{ workloads, factors, parameters },
    ...(inModes.length > 0 && { inModes }),
    baselines: baselinesOn(spec, device),
    exclude: spec.exclude?.map((exclusion) => exclusionOn(exclusion, device)),
    zips: spec.zip?.map((names) =>
      zipOn(
        all.filter(({ name }) => names.includes(name)),
        wanted,
        device,
      ),
    ),
  };
  const missingNotes = missing.map((workload) => `workload ${workload.name} left out: not installed`);
  const withoutEffect = [...notVaried(spec, device.deviceClass, levels.factors)];
  const lifted = describeLimits(device.facts, levels);
  const snapNotes = [...snapped.flatMap(({ notes }) => notes), ...aboveModes];
  return { levels, notes: [...missingNotes, ...snapNotes, ...narrowed, ...withoutEffect, ...(lifted ? [lifted] : [])] };
}

/** Whether some cells name a power mode that the device offers. */
function variesMode({ factors }: SweepSpec, device: SweepDevice): boolean {
  const wanted = factors.perClass[device.deviceClass]?.powerMode ?? factors.powerMode;
  return powerMode.snap(wanted, device).levels.some((mode) => mode !== null);
}

/** Without limits in force both baselines are one point. */
function baselinesOn(spec: SweepSpec, device: SweepDevice): DeviceLevels['baselines'] {
  const factors = FACTORS.filter(({ appliedTo }) => appliedTo === 'device');
  const points = spec.baseline.map((baseline) =>
    Object.fromEntries(factors.map((factor) => [factor.key, levelAtBaseline(factor, baseline, device)])),
  );
  return [...new Map(points.map((point) => [JSON.stringify(point), point])).values()];
}

function levelAtBaseline(factor: AnyFactor, baseline: Baseline, device: SweepDevice): Level {
  if (factor.grammar.kind !== 'frequency') return factor.unset;
  return factor.snap({ kind: 'levels', levelsHz: [baseline] }, device).levels[0]!;
}

/** Factors that a file varies, and that have no effect in some or all cells: nothing that matters is dropped without a word. */
function* notVaried(spec: SweepSpec, deviceClass: string, levels: DeviceLevels['factors']): Generator<string> {
  for (const factor of FACTORS) {
    const { onlyWhere } = factor;
    if (!onlyWhere || isFallback(factor, wantedOn(spec, factor, deviceClass))) continue;
    const owner = FACTORS.find(({ key }) => key === onlyWhere.key)!;
    const ofOwner = levels[owner.key] ?? [];
    if (ofOwner.length === 0) {
      yield `${factor.name} has no effect: no level of ${owner.name} is left`;
      continue;
    }
    const pinned = ofOwner.filter((level) => !onlyWhere.levels.includes(level)).length;
    if (pinned === 0) continue;
    const none = pinned === ofOwner.length;
    yield none
      ? `${factor.name} has no effect: no cell leaves ${owner.name} to a governor`
      : `${factor.name} is varied where ${owner.name} is left to a governor, not where it is pinned`;
  }
}

function isFallback({ fallback }: AnyFactor, wanted: unknown): boolean {
  return JSON.stringify(wanted) === JSON.stringify(fallback);
}

function byNameAndGraph(a: SweepWorkload, b: SweepWorkload): number {
  const compare = (x: string, y: string): number => (x < y ? -1 : Number(x > y));
  return compare(a.name, b.name) || compare(a.graph, b.graph);
}
