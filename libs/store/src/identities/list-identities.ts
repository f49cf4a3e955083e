import type { Database } from '../database';
import type { Identity } from '../generated/client';

/** `devices`: the number of devices that use the identity. */
export type ListedIdentity = Omit<Identity, 'sealed' | 'masterKeyId'> & { devices: number };

/** Identities by name, after the one named `after`, or only the one named `name`; without private keys. */
export async function listIdentities(
  database: Database,
  page: { name?: string; limit?: number; after?: string },
): Promise<ListedIdentity[]> {
  const found = await database.prisma.identity.findMany({
    where: { name: page.name ?? (page.after ? { gt: page.after } : undefined) },
    orderBy: { name: 'asc' },
    take: page.limit,
    omit: { sealed: true, masterKeyId: true },
    include: { _count: { select: { devices: true } } },
  });
  return found.map(({ _count, ...identity }) => ({ ...identity, devices: _count.devices }));
}
