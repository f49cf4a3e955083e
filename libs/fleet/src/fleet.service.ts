import { Inject, Injectable } from '@nestjs/common';
import type { DeviceList, DeviceQuery, DeviceView } from '@joulefleet/contracts';
import { Fault, nearestWord } from '@joulefleet/core';
import {
  DATABASE,
  findDevice,
  listDeviceNames,
  listDevices,
  readShardCampaigns,
  type Database,
  type DeviceWithLease,
} from '@joulefleet/store';
import { deviceView } from './device-view';

@Injectable()
export class FleetService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Devices by name, those that match all of the filters. */
  async list({ limit, cursor, ...filter }: DeviceQuery): Promise<DeviceList> {
    const found = await listDevices(this.database, { filter, limit: limit + 1, after: cursor });
    const devices = await this.view(found.slice(0, limit));
    return { devices, nextCursor: found.length > limit ? found[limit - 1]!.name : null };
  }

  /** @throws Fault `device_unknown` (operator), with the nearest name. */
  async show(name: string): Promise<DeviceView> {
    return (await this.view([await this.find(name)]))[0]!;
  }

  private async view(devices: readonly DeviceWithLease[]): Promise<DeviceView[]> {
    const shards = devices.flatMap(({ lease }) => lease?.shardId ?? []);
    const campaigns = await readShardCampaigns(this.database, shards);
    return devices.map((device) => deviceView(device, campaigns.get(device.lease?.shardId ?? '') ?? null));
  }

  /** @throws Fault `device_unknown` (operator), with the nearest name. */
  async find(name: string): Promise<DeviceWithLease> {
    const device = await findDevice(this.database, name);
    if (device) return device;
    const nearest = nearestWord(name, await listDeviceNames(this.database));
    throw new Fault(`no device is enrolled as ${name}`, {
      code: 'device_unknown',
      origin: 'operator',
      transient: false,
      remedy: nearest ? `Did you mean ${nearest}?` : 'See `joulefleet device list`.',
    });
  }
}
