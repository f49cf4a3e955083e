import { Inject, Injectable } from '@nestjs/common';
import {
  driftView,
  facts,
  type DeviceEventList,
  type FactsHistory,
  type PageQuery,
  type UtilisationView,
} from '@joulefleet/contracts';
import { utilisationOf } from '@joulefleet/core';
import { DATABASE, listAvailability, listDeviceEvents, listFacts, type Database } from '@joulefleet/store';
import { z } from 'zod';
import { badCursor } from '../bad-cursor';
import { FleetService } from '../fleet.service';

const DAY_MS = 24 * 3600 * 1000;
const PERIODS_DAYS = [1, 7, 30];
const body = z.record(z.string(), z.unknown()).catch({});

/** What happened to a device, and what its probes read. */
@Injectable()
export class DeviceHistoryService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly fleet: FleetService,
  ) {}

  /** Events of a device, the newest first. @throws Fault `device_unknown`, `bad_cursor` (operator). */
  async events(name: string, { limit, cursor }: PageQuery): Promise<DeviceEventList> {
    const { id: deviceId } = await this.fleet.find(name);
    const found = await listDeviceEvents(this.database, deviceId, pageOf(limit, cursor));
    const events = found.slice(0, limit).map((event) => ({
      id: event.id,
      at: event.at.toISOString(),
      kind: event.kind,
      actor: event.actor,
      message: event.message,
      body: body.parse(event.body),
    }));
    return { events, nextCursor: cursorBehind(found, limit) };
  }

  /** Snapshots of a device's facts, the newest first. @throws Fault `device_unknown`, `bad_cursor` (operator). */
  async facts(name: string, { limit, cursor }: PageQuery): Promise<FactsHistory> {
    const { id: deviceId } = await this.fleet.find(name);
    const found = await listFacts(this.database, deviceId, pageOf(limit, cursor));
    const snapshots = found.slice(0, limit).map((snapshot) => ({
      takenAt: snapshot.takenAt.toISOString(),
      facts: facts.nullable().catch(null).parse(snapshot.facts),
      drift: z.array(driftView).catch([]).parse(snapshot.drift),
    }));
    return { snapshots, nextCursor: cursorBehind(found, limit) };
  }

  /** How a device spent the last day, week and 30 days. @throws Fault `device_unknown` (operator). */
  async utilisation(name: string): Promise<UtilisationView> {
    const { id: deviceId } = await this.fleet.find(name);
    const { nowMs, changes } = await listAvailability(this.database.pool, deviceId, Math.max(...PERIODS_DAYS));
    const periods = PERIODS_DAYS.map((days) => {
      const { workingMs, idleMs, outMs } = utilisationOf(changes, nowMs - days * DAY_MS, nowMs);
      const [workingS, idleS, outS] = [workingMs / 1000, idleMs / 1000, outMs / 1000];
      return { days, knownS: workingS + idleS + outS, workingS, idleS, outS };
    });
    return { periods };
  }
}

/** One more than is shown tells whether there is a next page. */
function pageOf(limit: number, cursor: string | undefined): { limit: number; before?: string } {
  if (cursor !== undefined && !z.uuid().safeParse(cursor).success) {
    throw badCursor('Leave it out to begin with the newest.');
  }
  return { limit: limit + 1, before: cursor };
}

function cursorBehind(found: readonly { id: string }[], limit: number): string | null {
  return found.length > limit ? found[limit - 1]!.id : null;
}
