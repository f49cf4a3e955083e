import type { Database } from '../database';
import type { Device, Identity } from '../generated/client';

/** A device with what it takes to log in. Null: it is gone. */
export async function findLogin(
  database: Database,
  deviceId: string,
): Promise<(Device & { identity: Identity | null }) | null> {
  return database.prisma.device.findUnique({ where: { id: deviceId }, include: { identity: true } });
}
