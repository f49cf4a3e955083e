import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import {
  facts,
  type AddCalibrationRequest,
  type CalibrationList,
  type CalibrationView,
  type WithdrawCalibrationRequest,
} from '@joulefleet/contracts';
import { fitCalibration, type Actor } from '@joulefleet/core';
import {
  DATABASE,
  insertCalibration,
  inTransaction,
  listCalibrations,
  lockDevice,
  readLastRail,
  withdrawCalibration,
  type Database,
  type DeviceWithLease,
} from '@joulefleet/store';
import { FleetService } from '../fleet.service';
import { boardOf } from '../ssh-target-of';
import { calibrationRefused, calibrationUnknown, railUnknown, serialUnknown } from './calibration-faults';
import { calibrationViews } from './calibration-view';

/** Gain and offset of rails, from pairs against an external meter. Versions are appended and withdrawn, never edited. */
@Injectable()
export class CalibrationsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly audit: Audit,
    private readonly fleet: FleetService,
  ) {}

  /** @throws Fault `device_unknown`, `serial_unknown`, `rail_unknown`, `calibration_refused` (operator): nothing is stored. */
  async add(actor: Actor, name: string, request: AddCalibrationRequest): Promise<CalibrationView> {
    const device = await this.fleet.find(name);
    const { rail, pairs, meter, note, force } = request;
    const boardSerial = boardOf(device)?.serial;
    if (boardSerial === undefined) throw serialUnknown(name);
    const rails = railsOf(device);
    if (!rails.includes(rail)) throw railUnknown(name, rail, rails);
    const supply = await readLastRail(this.database.pool, device.id);
    const fitted = fitCalibration({ pairs, meter: meter?.accuracy ?? null, rail: supply, force });
    if (!fitted.ok) throw calibrationRefused(name, fitted.refusal);
    const validFrom = request.validFrom === undefined ? null : new Date(request.validFrom);
    const about = { rail, pairs, note, forced: force, validFrom, meterName: meter?.name ?? null };
    const version = await inTransaction(this.database, async (db) => {
      await lockDevice(db, name);
      const to = { ...fitted.calibration, ...about, deviceId: device.id, boardSerial, createdBy: actor.name };
      const added = await insertCalibration(db, to);
      const { gain, offsetMw } = fitted.calibration;
      const after = { ...about, boardSerial, version: added, gain, offsetMw };
      await this.audit.record(actor, { action: 'calibration.add', subject: 'device', subjectId: name, after }, db);
      return added;
    });
    return this.show(name, rail, String(version));
  }

  /** @throws Fault `device_unknown` (operator). */
  async list(name: string): Promise<CalibrationList> {
    const device = await this.fleet.find(name);
    const board = { id: device.id, name, boardSerial: boardOf(device)?.serial ?? null };
    const rows = await listCalibrations(this.database.pool, board);
    return { calibrations: calibrationViews(board, rows) };
  }

  /** Of the present board, that version. Withdrawing it again changes nothing. @throws Fault `device_unknown`, `calibration_unknown` (operator). */
  async withdraw(
    actor: Actor,
    name: string,
    { rail, version }: { rail: string; version: string },
    { reason = null }: { reason?: WithdrawCalibrationRequest['reason'] | null },
  ): Promise<CalibrationView> {
    const { id } = await this.find(name, rail, version);
    await inTransaction(this.database, async (db) => {
      await lockDevice(db, name);
      if (!(await withdrawCalibration(db, id, { by: actor.name, reason }))) return;
      const change = { before: { rail, version: Number(version) }, after: { withdrawn: true, reason } };
      await this.audit.record(
        actor,
        { action: 'calibration.withdraw', subject: 'device', subjectId: name, ...change },
        db,
      );
    });
    return this.show(name, rail, version);
  }

  private async show(name: string, rail: string, version: string): Promise<CalibrationView> {
    const { calibrations } = await this.list(name);
    const { boardSerial } = await this.find(name, rail, version);
    return calibrations.find(
      (each) => each.rail === rail && String(each.version) === version && each.boardSerial === boardSerial,
    )!;
  }

  /** A version of the present board before one of another board that had the name. */
  private async find(name: string, rail: string, version: string): Promise<{ id: string; boardSerial: string }> {
    const device = await this.fleet.find(name);
    const boardSerial = boardOf(device)?.serial ?? null;
    const rows = await listCalibrations(this.database.pool, { id: device.id, boardSerial });
    const found = rows.filter((row) => row.rail === rail && String(row.version) === version);
    const present = found.find((row) => row.boardSerial === boardSerial) ?? found[0];
    if (!present) throw calibrationUnknown(name, rail, version);
    return present;
  }
}

function railsOf(device: DeviceWithLease): string[] {
  const parsed = facts.shape.rails.safeParse((device.facts as { rails?: unknown } | null)?.rails);
  return parsed.success ? parsed.data.map(({ label }) => label) : [];
}
