import { Inject, Injectable, Logger } from '@nestjs/common';
import type { DeviceView, EnrollRequest } from '@joulefleet/contracts';
import { Fault, nearestWord } from '@joulefleet/core';
import type { AgentFile } from '@joulefleet/remote';
import { Nudges } from '@joulefleet/queue';
import { DATABASE, findDevice, listDevices, type Database } from '@joulefleet/store';
import { deviceView } from './device-view';
import { enrollDevice } from './enroll-device';
import { Turnstile } from './turnstile';

/** The agent file that every session uploads and speaks with. */
export const AGENT_FILE = Symbol('AGENT_FILE');

/** Each holds one connection at a time. */
const MOST_ENROLMENTS = 50;

@Injectable()
export class FleetService {
  private readonly logger = new Logger('fleet');
  private readonly enrolments = new Turnstile(MOST_ENROLMENTS);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(AGENT_FILE) private readonly agent: AgentFile,
    private readonly nudges: Nudges,
  ) {}

  /** At most `MOST_ENROLMENTS` connect at once; others wait for their turn. Errors as of `enrollDevice`. */
  async enroll(request: EnrollRequest): Promise<DeviceView> {
    const name = await this.enrolments.run(() => enrollDevice(this.database, this.agent, request));
    this.logger.log({ device: name, host: request.host, port: request.port }, `enrolled ${name}`);
    this.nudges.publish('dispatch');
    return this.show(name);
  }

  async list(): Promise<DeviceView[]> {
    return (await listDevices(this.database)).map(deviceView);
  }

  /** @throws Fault `device_unknown` (operator), with the nearest name. */
  async show(name: string): Promise<DeviceView> {
    const device = await findDevice(this.database, name);
    if (device) return deviceView(device);
    const nearest = nearestWord(
      name,
      (await listDevices(this.database)).map((other) => other.name),
    );
    throw new Fault(`no device is enrolled as ${name}`, {
      code: 'device_unknown',
      origin: 'operator',
      transient: false,
      remedy: nearest ? `Did you mean ${nearest}?` : 'See `joulefleet device list`.',
    });
  }
}
