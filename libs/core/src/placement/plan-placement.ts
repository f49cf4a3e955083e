import type { Availability } from '../condition/device-states';

/** What the dispatcher sees at one instant. */
export interface DispatchSnapshot {
  /** Milliseconds since the epoch, of the database. */
  nowMs: number;
  devices: readonly SnapshotDevice[];
  /** Running campaigns, each with the next trials it has for each device. */
  campaigns: readonly SnapshotCampaign[];
}

export interface SnapshotDevice {
  deviceId: string;
  availability: Availability;
  /** The suspended shard of an offline or cooling device is not tried before this moment. */
  deadlineMs: number | null;
  /** A maintenance window has begun: nothing new is given to it. */
  inMaintenance: boolean;
  lease: { shardId: string; expiresAtMs: number } | null;
}

export interface SnapshotCampaign {
  campaignId: string;
  startedAtMs: number;
  shardTrials: number;
  pending: readonly { deviceId: string; trialIds: readonly string[] }[];
}

export type Placement =
  /** Give the device to this campaign for these trials. */
  | { kind: 'lease'; deviceId: string; campaignId: string; trialIds: string[] }
  /** The lease ran out under a shard: lease the device to it again, under a new fence. */
  | { kind: 'regrant'; deviceId: string; shardId: string };

/**
 * Which free device works for which campaign. Pure: permuted input gives the same plan.
 * The oldest running campaign that has a trial for a device gets it; a shard whose lease ran out goes first.
 */
export function planPlacement(snapshot: DispatchSnapshot): Placement[] {
  const campaigns = [...snapshot.campaigns].sort(byAge);
  const placements: Placement[] = [];
  for (const device of [...snapshot.devices].sort((a, b) => compare(a.deviceId, b.deviceId))) {
    const placement = placementFor(device, campaigns, snapshot.nowMs);
    if (placement) placements.push(placement);
  }
  return placements;
}

function placementFor(device: SnapshotDevice, campaigns: SnapshotCampaign[], nowMs: number): Placement | null {
  if (device.lease) {
    const lost = device.lease.expiresAtMs <= nowMs && mayBeTried(device, nowMs);
    return lost ? { kind: 'regrant', deviceId: device.deviceId, shardId: device.lease.shardId } : null;
  }
  // What is offline or cooling has to pass a check first: the watch makes it ready.
  if (device.availability !== 'ready' || device.inMaintenance) return null;
  for (const campaign of campaigns) {
    const trialIds = campaign.pending.find((p) => p.deviceId === device.deviceId)?.trialIds ?? [];
    if (trialIds.length > 0) {
      const shard = trialIds.slice(0, campaign.shardTrials);
      return { kind: 'lease', deviceId: device.deviceId, campaignId: campaign.campaignId, trialIds: shard };
    }
  }
  return null;
}

function mayBeTried(device: SnapshotDevice, nowMs: number): boolean {
  if (device.availability === 'offline' || device.availability === 'cooling') {
    return device.deadlineMs === null || device.deadlineMs <= nowMs;
  }
  return device.availability === 'ready' || device.availability === 'leased';
}

function byAge(a: SnapshotCampaign, b: SnapshotCampaign): number {
  return a.startedAtMs - b.startedAtMs || compare(a.campaignId, b.campaignId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
