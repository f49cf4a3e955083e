import type { Database } from '../database';
import type { Device, Lease } from '../generated/client';

export type DeviceWithLease = Device & { lease: Lease | null };

export async function listDevices(database: Database): Promise<DeviceWithLease[]> {
  return database.prisma.device.findMany({ orderBy: { name: 'asc' }, include: { lease: true } });
}

export async function findDevice(database: Database, name: string): Promise<DeviceWithLease | null> {
  return database.prisma.device.findUnique({ where: { name }, include: { lease: true } });
}
