import { Inject, Injectable } from '@nestjs/common';
import { Audit, type AuditedChange } from '@joulefleet/access';
import type { DeviceView, EditDeviceRequest, MaintenanceRequest, ExitRequest } from '@joulefleet/contracts';
import type { Actor, PendingExit } from '@joulefleet/core';
import { checkProgram } from '@joulefleet/platform';
import { Nudges } from '@joulefleet/queue';
import {
  DATABASE,
  changeCondition,
  editDevice,
  endMaintenance,
  exitDevice,
  inTransaction,
  isWindowOpen,
  lockDevice,
  planMaintenance,
  type Database,
  type LockedDevice,
  type Queryable,
} from '@joulefleet/store';
import { HOOKS_FOLDER } from '../fleet-ports';
import { FleetService } from '../fleet.service';
import { inMaintenance, MAINTENANCE_OVER } from '../maintenance-conditions';
import { recordedCondition, conditionNow } from '../recorded-condition';
import { HOOK } from '../recovery/hook-failed';
import { deviceRetired, windowOver, windowUnknown } from './admin-faults';

/** What was changed; null: nothing, and nothing is to be told. */
type Change = Pick<AuditedChange, 'before' | 'after'> | null;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What an admin does to a device without connecting to it. Each is one transaction that holds the device, with an event of its
 * history and an entry of the audit log; each answers the device as it stands then, or throws `device_unknown` (operator).
 */
@Injectable()
export class DeviceAdminService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly audit: Audit,
    private readonly nudges: Nudges,
    private readonly fleet: FleetService,
    @Inject(HOOKS_FOLDER) private readonly hooksFolder: string | null,
  ) {}

  /** @throws Fault `labels_too_many`, `hook_missing`, `hook_exposed` (operator). */
  async edit(actor: Actor, name: string, edit: EditDeviceRequest): Promise<DeviceView> {
    if (edit.powerCycle?.kind === 'command') await checkProgram(HOOK, this.hooksFolder, edit.powerCycle.name);
    return this.change(actor, 'device.edit', name, (db, device) => editDevice(db, device, edit, actor.name));
  }

  /** A device at work leaves when its trial has ended, or at once. @throws Fault `device_retired` (operator). */
  async quarantine(actor: Actor, name: string, request: ExitRequest): Promise<DeviceView> {
    return this.change(actor, 'device.quarantine', name, async (db, device) => {
      if (device.availability === 'retired') throw deviceRetired(name);
      return exit(db, device, { to: 'quarantined', by: actor.name }, request);
    });
  }

  /** A device at work leaves when its trial has ended, or at once. Of a retired one nothing changes. */
  async retire(actor: Actor, name: string, request: ExitRequest): Promise<DeviceView> {
    return this.change(actor, 'device.retire', name, async (db, device) => {
      if (device.availability === 'retired') return null;
      return exit(db, device, { to: 'retired', by: actor.name }, request);
    });
  }

  /** @throws Fault `window_over` (operator): it ended before now. */
  async planMaintenance(actor: Actor, name: string, request: MaintenanceRequest): Promise<DeviceView> {
    const [startsAt, endsAt] = [new Date(request.startsAt), new Date(request.endsAt)];
    if (endsAt.getTime() <= Date.now()) throw windowOver(request.endsAt);
    return this.change(actor, 'device.maintenance', name, async (db, device) => {
      const window = { startsAt, endsAt, reason: request.reason, createdBy: actor.name };
      const id = await planMaintenance(db, device, window);
      if (startsAt.getTime() <= Date.now() && device.shardId === null) {
        const to = inMaintenance(window, endsAt.getTime() - Date.now());
        await changeCondition(db, device.id, 'maintenance_begin', to);
      }
      return { after: { id, ...request } };
    });
  }

  /** Takes a window back, or ends it now. @throws Fault `window_unknown` (operator). */
  async endMaintenance(actor: Actor, name: string, windowId: string): Promise<DeviceView> {
    return this.change(actor, 'device.end-maintenance', name, async (db, device) => {
      const before = UUID.test(windowId) ? await endMaintenance(db, device, windowId, actor.name) : null;
      if (!before) throw windowUnknown(name, windowId);
      if (device.availability === 'maintenance' && !(await isWindowOpen(db, device.id))) {
        await changeCondition(db, device.id, 'maintenance_end', MAINTENANCE_OVER);
      }
      return { before };
    });
  }

  private async change(
    actor: Actor,
    action: string,
    name: string,
    work: (db: Queryable, device: LockedDevice) => Promise<Change>,
  ): Promise<DeviceView> {
    await inTransaction(this.database, async (db) => {
      const device = await lockDevice(db, name);
      const change = device && (await work(db, device));
      if (change) await this.audit.record(actor, { action, subject: 'device', subjectId: name, ...change }, db);
    });
    this.nudges.publish('dispatch');
    return this.fleet.show(name);
  }
}

/** Takes a device out of use and says what that changed, for the audit log. */
async function exit(
  db: Queryable,
  device: LockedDevice,
  { to, by }: Pick<PendingExit, 'to' | 'by'>,
  { reason, immediately }: ExitRequest,
): Promise<Change> {
  const wish = { to, by, reason: { code: 'person', text: reason } } as const;
  const { result, skippedTrials } = await exitDevice(db, device, wish, { immediately });
  const before = recordedCondition(device);
  if (result === 'pending') return { before, after: { ...before, pendingExit: to, reason } };
  return { before, after: { ...(await conditionNow(db, device)), ...(to === 'retired' && { skippedTrials }) } };
}
