import { Inject, Injectable } from '@nestjs/common';
import { parseCampaignFile, type PlanConflict, type PlanView } from '@joulefleet/contracts';
import {
  dailyWindowAt,
  findConflicts,
  nextTicks,
  selectDevices,
  type BusyDevice,
  type Caller,
  type PlannedUse,
} from '@joulefleet/core';
import {
  DATABASE,
  listDevices,
  listSchedules,
  readNowMs,
  type Database,
  type DeviceWithLease,
  type StoredSchedule,
} from '@joulefleet/store';
import { isOwnerDisabled } from './schedule-owner';
import { HOUR_MS, ruleOf } from './schedule-rule';

/** Looked ahead for a device without an estimate. */
const WITHOUT_ESTIMATE_MS = 24 * HOUR_MS;
const MAX_SHOWN = 50;
/** Of one schedule: the first ones say enough. */
const MAX_NIGHTS = 3;
const ALL = { userId: null, role: 'admin' } as const;

/** What is planned for the devices of a plan while it would measure on them. */
@Injectable()
export class PlanConflicts {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Maintenance windows and nights of all schedules, the earliest first. Only owners and admins see a schedule's name. */
  async of(caller: Caller, { estimate }: PlanView): Promise<PlanConflict[]> {
    const nowMs = await readNowMs(this.database.pool);
    const busy = estimate.devices.map(({ device, durationS, queuedS }): BusyDevice => {
      const takesMs = durationS ? (durationS.high + (queuedS?.high ?? 0)) * 1000 : WITHOUT_ESTIMATE_MS;
      return { device, untilMs: nowMs + takesMs };
    });
    const untilMs = Math.max(nowMs, ...busy.map((device) => device.untilMs));
    const devices = await listDevices(this.database);
    const schedules = await listSchedules(this.database, ALL);
    const nights = schedules.flatMap((schedule) => nightsOf(schedule, devices, nowMs, untilMs, caller));
    const uses = [...devices.flatMap(windowsOf), ...nights];
    return findConflicts(busy, uses, { nowMs, limit: MAX_SHOWN }).map(({ startMs, endMs, ...conflict }) => ({
      ...conflict,
      startsAt: new Date(startMs).toISOString(),
      endsAt: endMs === null ? null : new Date(endMs).toISOString(),
    }));
  }
}

function windowsOf({ name: device, maintenance }: DeviceWithLease): PlannedUse[] {
  return maintenance.map(({ startsAt, endsAt, reason }) => {
    const when = { startMs: startsAt.getTime(), endMs: endsAt.getTime() };
    return { kind: 'maintenance', name: reason, priority: null, devices: [device], ...when };
  });
}

/** The next nights that a schedule will start, on the devices that its file selects now. */
function nightsOf(
  schedule: StoredSchedule,
  devices: readonly DeviceWithLease[],
  nowMs: number,
  untilMs: number,
  caller: Caller,
): PlannedUse[] {
  if (schedule.pausedAt || isOwnerDisabled(schedule)) return [];
  const { ticks, window, zone } = ruleOf(schedule, nowMs);
  const starts = nextTicks(ticks, nowMs, MAX_NIGHTS, untilMs).flatMap((startMs) => {
    const open = window && dailyWindowAt(window, zone, startMs);
    return window && !open ? [] : [{ startMs, endMs: open?.endMs ?? null }];
  });
  if (starts.length === 0) return [];
  const name = caller.role === 'admin' || caller.userId === schedule.ownerId ? schedule.name : null;
  const used = devicesOf(schedule, devices);
  return starts.map((when) => ({ kind: 'night', name, priority: schedule.priority, devices: used, ...when }));
}

function devicesOf({ source }: StoredSchedule, devices: readonly DeviceWithLease[]): string[] {
  const parsed = parseCampaignFile(source, 'campaign.yaml');
  if (!parsed.ok) return [];
  const inService = devices.filter(({ availability }) => availability !== 'retired');
  return selectDevices(parsed.spec.devices, inService.map(selectable)).selected.map(({ name }) => name);
}

function selectable({ name, deviceClass, labels, group, availability }: DeviceWithLease) {
  return { name, deviceClass, labels, group, availability };
}
