import type { Database } from '../database';
import type { Device, Identity, Lease, MaintenanceWindow } from '../generated/client';

export type DeviceWithLease = Device & {
  lease: Lease | null;
  identity: Identity | null;
  /** Those that have not ended, the next first. */
  maintenance: MaintenanceWindow[];
};

function included() {
  const maintenance = { where: { endsAt: { gt: new Date() } }, orderBy: { startsAt: 'asc' as const } };
  return { lease: true, identity: true, maintenance };
}

export interface DeviceFilter {
  class?: string;
  label?: string;
  group?: string;
  availability?: string;
  health?: string;
}

/** Devices by name, behind the one called `after`; all of them when nothing is said. */
export async function listDevices(
  database: Database,
  page: { filter?: DeviceFilter; limit?: number; after?: string } = {},
): Promise<DeviceWithLease[]> {
  const { class: deviceClass, label, ...same } = page.filter ?? {};
  return database.prisma.device.findMany({
    where: {
      ...same,
      deviceClass,
      labels: label ? { has: label } : undefined,
      name: page.after ? { gt: page.after } : undefined,
    },
    orderBy: { name: 'asc' },
    take: page.limit,
    include: included(),
  });
}

export async function listDeviceNames(database: Database): Promise<string[]> {
  return (await database.prisma.device.findMany({ select: { name: true } })).map(({ name }) => name);
}

export async function findDevice(database: Database, name: string): Promise<DeviceWithLease | null> {
  return database.prisma.device.findUnique({ where: { name }, include: included() });
}
