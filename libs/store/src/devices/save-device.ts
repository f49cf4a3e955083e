import type { Database } from '../database';
import type { Device, Prisma } from '../generated/client';
import { newId } from '../ids/new-id';

export type DeviceToSave = Pick<
  Device,
  | 'name'
  | 'deviceClass'
  | 'host'
  | 'port'
  | 'loginUser'
  | 'identityFile'
  | 'hostKeyType'
  | 'fingerprint'
  | 'labels'
  | 'simulated'
> & { availability: string; health: string; reason: string | null; facts: Prisma.InputJsonValue };

/**
 * Enrols a device, or brings the one of the same name up to date; its lease row comes with it. A leased device keeps its
 * availability: enrolling again never takes a device away from its shard.
 */
export async function saveDevice(database: Database, device: DeviceToSave): Promise<Device> {
  const { availability, ...facts } = device;
  const known = await database.prisma.device.findUnique({ where: { name: device.name } });
  return database.prisma.device.upsert({
    where: { name: device.name },
    create: { id: newId(), availability, ...facts, factsAt: new Date(), lease: { create: {} } },
    update: {
      ...facts,
      factsAt: new Date(),
      retryAfter: null,
      availability: known?.availability === 'leased' ? 'leased' : availability,
    },
  });
}
