import { driftView, facts, findingView, powerCycle, type DeviceView } from '@joulefleet/contracts';
import { nextStep, type Availability, type Health } from '@joulefleet/core';
import { storedExit, storedReason, type DeviceWithLease, type ShardCampaign } from '@joulefleet/store';
import { z } from 'zod';
import { deviceReason } from './device-reason';

/** What the API shows of a device. Facts of another version of the agent that no longer parse are left out. */
export function deviceView(
  device: DeviceWithLease,
  campaign: ShardCampaign | null = null,
  now = new Date(),
): DeviceView {
  const availability = device.availability as Availability;
  const drift = z.array(driftView).catch([]).parse(device.drift);
  const until = availability === 'leased' ? (device.lease?.expiresAt ?? null) : device.deadlineAt;
  const reason = storedReason(device.reason);
  const exit = storedExit(device.pendingExit);
  return {
    name: device.name,
    deviceClass: device.deviceClass,
    host: device.host,
    port: device.port,
    user: device.loginUser,
    privilege: device.privilege as DeviceView['privilege'],
    identity: device.identity?.name ?? null,
    availability,
    health: device.health as Health,
    reason: deviceReason(device, now),
    reasonDetails: reason,
    pendingExit: exit && { to: exit.to, by: exit.by },
    since: device.since.toISOString(),
    until: isoOf(until),
    stateOwner: device.stateOwner,
    nextStep: nextStep({
      availability,
      reason,
      driftBlocks: drift.some(({ severity }) => severity === 'blocks'),
    }),
    lastSeenAt: isoOf(device.lastSeenAt),
    simulated: device.simulated,
    labels: device.labels,
    group: device.group,
    notes: device.notes,
    owner: device.owner,
    allowReboot: device.allowReboot,
    allowCommands: device.allowCommands,
    powerCycle: powerCycle.nullable().catch(null).parse(device.powerCycle),
    fingerprint: device.fingerprint,
    facts: facts.nullable().catch(null).parse(device.facts),
    factsAt: isoOf(device.factsAt),
    clockOffsetMs: device.clockOffsetMs,
    drift,
    preflight: z.array(findingView).nullable().catch(null).parse(device.preflight),
    preflightAt: isoOf(device.preflightAt),
    maintenance: device.maintenance.map(({ id, startsAt, endsAt, reason, createdBy }) => ({
      id,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      reason,
      createdBy,
    })),
    shardId: device.lease?.shardId ?? null,
    campaign,
  };
}

function isoOf(moment: Date | null): string | null {
  return moment && moment.toISOString();
}
