import { Inject, Injectable, Logger } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import type {
  DeviceView,
  DoctorView,
  EnrollRequest,
  PreparationView,
  RepinRequest,
  SudoersView,
} from '@joulefleet/contracts';
import { Semaphore, type Actor } from '@joulefleet/core';
import type { MasterKey } from '@joulefleet/platform';
import { Nudges } from '@joulefleet/queue';
import { copyPath, sudoersRule, type AgentFile } from '@joulefleet/remote';
import { DATABASE, findDevice, type Database, type DeviceWithLease, type Queryable } from '@joulefleet/store';
import { deviceBusy } from './admin/admin-faults';
import { deviceView } from './device-view';
import { enrollDevice, type EnrollmentNotes } from './enroll-device';
import { acceptDrift } from './facts/accept-drift';
import { AGENT_FILE, MASTER_KEY, type FleetPorts } from './fleet-ports';
import { examineRuntimes } from './examine-runtimes';
import { FleetService } from './fleet.service';
import { connectAndCheck } from './preflight/connect-and-check';
import { repinDevice } from './repin-device';
import { recordedCondition, type RecordChange } from './recorded-condition';

/** Each holds one connection at a time. */
const MAX_CONNECTIONS = 50;

/** What connects to devices because somebody asks. At most `MAX_CONNECTIONS` at once; others wait for their turn. */
@Injectable()
export class EnrollmentService {
  private readonly logger = new Logger('fleet');
  private readonly ports: FleetPorts;
  private readonly semaphore = new Semaphore(MAX_CONNECTIONS);

  constructor(
    @Inject(DATABASE) database: Database,
    @Inject(AGENT_FILE) agent: AgentFile,
    @Inject(MASTER_KEY) masterKey: MasterKey,
    private readonly audit: Audit,
    private readonly nudges: Nudges,
    private readonly fleet: FleetService,
  ) {
    this.ports = { database, agent, masterKey };
  }

  /** Throws the same faults as `enrollDevice`. */
  async enroll(request: EnrollRequest, actor: Actor): Promise<DeviceView> {
    const before = await findDevice(this.ports.database, request.name);
    const notes = this.enrollmentNotes(actor, request.name);
    const name = await this.semaphore.run(() => enrollDevice(this.ports, request, actor.name, notes));
    const device = await this.fleet.find(name);
    const untouched = before !== null && before.factsAt?.getTime() === device.factsAt?.getTime();
    if (!untouched) {
      await this.record(actor, 'device.enroll', name, before && identityOf(before), identityOf(device));
      this.logger.log({ device: name, host: request.host, port: request.port }, `enrolled ${name}`);
      this.nudges.publish('dispatch');
    }
    return deviceView(device);
  }

  /** Runs the pre-flight. @throws Fault `device_unknown`, `device_busy` (operator), and the same faults as `connectAndCheck`. */
  async check(name: string, actor: Actor): Promise<DeviceView> {
    const device = await this.free(name);
    const note = this.noted(actor, 'device.check', name);
    await this.semaphore.run(() => connectAndCheck(this.ports, device, actor.name, note));
    const after = await this.fleet.find(name);
    await this.record(actor, 'device.check', name, recordedCondition(device), recordedCondition(after));
    this.nudges.publish('dispatch');
    return deviceView(after);
  }

  /**
   * What a device can run, and what it lacks. Changes nothing.
   * @throws Fault `device_unknown`, `device_busy` (operator), and the same faults as `openAgent`.
   */
  async examineRuntimes(name: string): Promise<DoctorView> {
    const device = await this.free(name);
    return this.semaphore.run(() => examineRuntimes(this.ports, device));
  }

  /** Pins another host key; a device that can be reached is checked then. Throws the same faults as `repinDevice` and `check`. */
  async repin(name: string, request: RepinRequest, actor: Actor): Promise<DeviceView> {
    const device = await this.free(name);
    const noted = this.noted(actor, 'device.repin', name);
    const absent = await this.semaphore.run(() => repinDevice(this.ports, device, request, actor.name, noted));
    return absent ? this.fleet.show(name) : this.check(name, actor);
  }

  /** Throws the same faults as `acceptDrift`. */
  async acceptDrift(name: string, actor: Actor): Promise<DeviceView> {
    const device = await this.fleet.find(name);
    await acceptDrift(this.ports.database, device, actor.name, (db) =>
      this.record(actor, 'device.accept-drift', name, { drift: device.drift }, null, db),
    );
    return this.fleet.show(name);
  }

  /** The rule by which the login user of a device may start this version of the agent as root. */
  async sudoers(name: string): Promise<SudoersView> {
    const { loginUser: user } = await this.fleet.find(name);
    const { installCommands: commands, file, rule } = sudoersRule({ user, agent: this.ports.agent });
    return { commands, file, rule };
  }

  /** The same for a board that is not enrolled, with the agent, which nobody has uploaded there. */
  preparation(user: string): PreparationView {
    const { content, sha256 } = this.ports.agent;
    const path = copyPath({ sha256 });
    const { installCommands: commands, file, rule } = sudoersRule({ user, agent: this.ports.agent, source: path });
    return { commands, file, rule, agent: { path, sha256, contentBase64: content.toString('base64') } };
  }

  /** A shard that waits for its device may still be executed there. */
  private async free(name: string): Promise<DeviceWithLease> {
    const device = await this.fleet.find(name);
    if ((device.lease?.shardId ?? null) !== null) throw deviceBusy(name);
    return device;
  }

  private enrollmentNotes(actor: Actor, name: string): EnrollmentNotes {
    return {
      takenOut: this.noted(actor, 'device.enroll', name),
      identityMade: (db, subjectId) =>
        this.audit.record(actor, { action: 'identity.generate', subject: 'identity', subjectId }, db),
    };
  }

  private noted(actor: Actor, action: string, name: string): RecordChange {
    return (db, before, after) => this.record(actor, action, name, before, after, db);
  }

  private record(
    actor: Actor,
    action: string,
    name: string,
    before: object | null,
    after: object | null,
    db?: Queryable,
  ): Promise<void> {
    return this.audit.record(actor, { action, subject: 'device', subjectId: name, before, after }, db);
  }
}

function identityOf(device: DeviceWithLease): object {
  const { host, port, loginUser, fingerprint, privilege, labels, deviceClass } = device;
  return { host, port, user: loginUser, identity: device.identity?.name, fingerprint, privilege, labels, deviceClass };
}
