import type { PlanEstimateView } from '@joulefleet/contracts';
import { estimatePlan, type KnownCell, type PlannedDevice } from '@joulefleet/core';
import { readKnownShards, readQueuedTrials, type Queryable } from '@joulefleet/store';
import { sentinelTrialsOn, type CampaignPlan, type PlannableDevice } from './plan-campaign';
import { runInSlices } from './run-in-slices';

/** Of a campaign that is launched; it may be changed afterwards. */
const PRIORITY = 0;

/** What the trials of a plan will take, from what was measured and executed before. */
export async function estimateCampaign(
  db: Queryable,
  plan: CampaignPlan,
  cells: readonly KnownCell[],
): Promise<PlanEstimateView> {
  const classes = [...new Set(plan.selected.map(({ deviceClass }) => deviceClass))];
  const ids = plan.selected.map(({ deviceId }) => deviceId);
  const shards = await readKnownShards(db, classes);
  const queued = await readQueuedTrials(db, ids, PRIORITY);
  const { repetitions, repeat, devicesPerCell, shardTrials: trials, shard, startTemperature: start } = plan.spec;
  const rests = { cooldownMs: plan.spec.cooldown.timeMs, idleMs: plan.spec.idlePower.timeMs };
  const size = { trials, timeMs: shard.timeMs };
  const devices = plannedDevices(plan, queued);
  const estimate = await runInSlices(
    estimatePlan(plan.cells, devices, { repetitions, devicesPerCell, shard: size, start, rests }, { cells, shards }),
  );
  return { ...estimate, leastTrials: repeat !== null };
}

function plannedDevices(
  { spec, devices, selected }: CampaignPlan,
  queued: ReadonlyMap<string, number>,
): PlannedDevice[] {
  const byId = new Map(selected.map((device) => [device.deviceId, device]));
  return devices.map(({ deviceId, name, cells, sentinel: cell }) => {
    const device = byId.get(deviceId)!;
    const { deviceClass, simulated } = device;
    const queuedTrials = queued.get(deviceId) ?? 0;
    const sentinel = cell === null ? null : { cell, trials: sentinelTrialsOn(spec, cells.length) };
    return { deviceId, name, deviceClass, simulated, cells, sentinel, top: topOf(device), queuedTrials };
  });
}

function topOf({ facts }: PlannableDevice): PlannedDevice['top'] {
  return {
    gpuHz: highest(facts.gpu?.frequenciesHz ?? []),
    cpuKhz: highest(facts.cpuPolicies.flatMap(({ frequenciesKhz }) => frequenciesKhz)),
  };
}

function highest(frequencies: readonly number[]): number | null {
  return frequencies.length > 0 ? Math.max(...frequencies) : null;
}
