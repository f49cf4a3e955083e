import type { Availability } from '../condition/device-states';
import { compareText } from '../text/compare-text';

/** What the dispatcher sees at one instant. */
export interface DispatchSnapshot {
  /** Milliseconds since the epoch, of the database. */
  nowMs: number;
  devices: readonly SnapshotDevice[];
  /** Running campaigns. */
  campaigns: readonly SnapshotCampaign[];
  groupLimits: readonly GroupLimit[];
}

/** At most so many devices of a group work at once. */
export interface GroupLimit {
  group: string;
  maxAtOnce: number;
}

export interface SnapshotDevice {
  deviceId: string;
  availability: Availability;
  /** Of devices on one power circuit, for example; null: it is in none. */
  group: string | null;
  /** When it came into its state, in milliseconds since the epoch. */
  sinceMs: number;
  /** The suspended shard of an offline or cooling device is not tried before this moment. */
  deadlineMs: number | null;
  /** A maintenance window has begun: nothing new is given to it. */
  inMaintenance: boolean;
  /** `owner`: of the campaign that the device works for. */
  lease: { shardId: string; expiresAtMs: number; owner: string | null } | null;
}

export interface SnapshotCampaign {
  campaignId: string;
  startedAtMs: number;
  priority: number;
  /** Who launched it: owners get equal shares of the devices. */
  owner: string | null;
  /** By device that is free, the trials of its next shard. */
  pending: readonly { deviceId: string; trialIds: readonly string[] }[];
}

export type Placement =
  /** Give the device to this campaign for these trials. */
  | { kind: 'lease'; deviceId: string; campaignId: string; trialIds: string[] }
  /** The lease ran out under a shard: lease the device to it again, under a new fence. */
  | { kind: 'regrant'; deviceId: string; shardId: string };

/**
 * Which free device works for which campaign. Pure: permuted input gives the same plan, and it takes as long as there are devices
 * and campaigns that want them. Of the running campaigns that have a trial for a device it goes to those of the highest priority;
 * of these to one of the owner for whom the fewest devices work, so that nobody waits for another's long campaign; of these to the
 * oldest. A shard whose lease ran out goes first. Devices that have waited longest come first, for those of a group that has a limit
 * take turns.
 */
export function planPlacement(snapshot: DispatchSnapshot): Placement[] {
  const { nowMs } = snapshot;
  const devices = [...snapshot.devices].sort((a, b) => a.sinceMs - b.sinceMs || compareText(a.deviceId, b.deviceId));
  const room = roomInGroups(snapshot);
  const wanted = wantsByDevice(snapshot.campaigns);
  const held = new Map<string | null, number>();
  const count = (owner: string | null): number => held.get(owner) ?? 0;
  for (const { lease } of devices) if (lease) held.set(lease.owner, count(lease.owner) + 1);
  const placements: Placement[] = [];
  for (const device of devices) {
    const { deviceId, lease } = device;
    if (lease && lease.expiresAtMs <= nowMs && mayBeTried(device, nowMs)) {
      placements.push({ kind: 'regrant', deviceId, shardId: lease.shardId });
    }
    if (!isFree(device) || room(device) <= 0) continue;
    const best = [...(wanted.get(deviceId) ?? [])].sort(
      (a, b) =>
        b.campaign.priority - a.campaign.priority ||
        count(a.campaign.owner) - count(b.campaign.owner) ||
        byAge(a.campaign, b.campaign),
    )[0];
    if (!best) continue;
    const { campaignId, owner } = best.campaign;
    placements.push({ kind: 'lease', deviceId, campaignId, trialIds: [...best.trialIds] });
    held.set(owner, count(owner) + 1);
    room(device, 1);
  }
  return placements;
}

/** How many more devices of a device's group may work; with `taken`, so many fewer from then on. */
function roomInGroups({ devices, groupLimits }: DispatchSnapshot): (device: SnapshotDevice, taken?: number) => number {
  const left = new Map(groupLimits.map(({ group, maxAtOnce }) => [group, maxAtOnce]));
  const room = ({ group }: SnapshotDevice, taken = 0): number => {
    const found = group === null ? undefined : left.get(group);
    if (group === null || found === undefined) return Infinity;
    left.set(group, found - taken);
    return found - taken;
  };
  for (const device of devices) if (device.lease) room(device, 1);
  return room;
}

interface Want {
  campaign: SnapshotCampaign;
  trialIds: readonly string[];
}

function wantsByDevice(campaigns: readonly SnapshotCampaign[]): Map<string, Want[]> {
  const wanted = new Map<string, Want[]>();
  for (const campaign of campaigns) {
    for (const { deviceId, trialIds } of campaign.pending) {
      if (trialIds.length === 0) continue;
      const wants = wanted.get(deviceId);
      if (wants) wants.push({ campaign, trialIds });
      else wanted.set(deviceId, [{ campaign, trialIds }]);
    }
  }
  return wanted;
}

/** What is offline or cooling has to pass a check first: the watch makes it ready. */
function isFree({ lease, availability, inMaintenance }: SnapshotDevice): boolean {
  return lease === null && availability === 'ready' && !inMaintenance;
}

function mayBeTried(device: SnapshotDevice, nowMs: number): boolean {
  if (device.availability === 'offline' || device.availability === 'cooling') {
    return device.deadlineMs === null || device.deadlineMs <= nowMs;
  }
  return device.availability === 'ready' || device.availability === 'leased';
}

function byAge(a: SnapshotCampaign, b: SnapshotCampaign): number {
  return a.startedAtMs - b.startedAtMs || compareText(a.campaignId, b.campaignId);
}
