import type { DeviceView, ScheduleView } from '@joulefleet/contracts';

/** Something that begins by itself: a night of a schedule, or the maintenance of a device. */
export type NextThing =
  | { kind: 'night'; at: string; schedule: string; campaign: string }
  | { kind: 'maintenance'; at: string; endsAt: string; device: string; reason: string };

type PlannedDevice = Pick<DeviceView, 'name' | 'maintenance'>;
type PlannedSchedule = Pick<ScheduleView, 'name' | 'campaign' | 'next'>;

/** The next start of each schedule, and maintenance that is to begin, the earliest first. Pure. */
export function whatIsNext(
  schedules: readonly PlannedSchedule[],
  devices: readonly PlannedDevice[],
  nowMs: number,
): NextThing[] {
  const nights = schedules.flatMap(({ name, campaign, next: [first] }): NextThing[] =>
    first === undefined ? [] : [{ kind: 'night', at: first.at, schedule: name, campaign }],
  );
  const windows = devices.flatMap(({ name, maintenance }) =>
    maintenance
      .filter(({ startsAt }) => Date.parse(startsAt) > nowMs)
      .map(({ startsAt, endsAt, reason }): NextThing => ({
        ...{ kind: 'maintenance', at: startsAt, endsAt, device: name, reason },
      })),
  );
  return [...nights, ...windows].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Below that a sweep may fill it before somebody looks; the pre-flight refuses a board below 256 MiB. */
const LOW_BYTES = 1024 ** 3;

/** Devices whose disk is almost full, the fullest first. */
export function shortOfDisk(
  devices: readonly DeviceView[],
): { name: string; freeBytes: number; readAt: string | null }[] {
  return devices
    .flatMap(({ name, facts, factsAt, availability }) =>
      facts === null || availability === 'retired' || facts.diskFreeBytes >= LOW_BYTES
        ? []
        : [{ name, freeBytes: facts.diskFreeBytes, readAt: factsAt }],
    )
    .sort((a, b) => a.freeBytes - b.freeBytes);
}
