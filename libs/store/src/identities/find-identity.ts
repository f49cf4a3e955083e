import type { Database } from '../database';
import type { Identity } from '../generated/client';

/** Finds an identity by name or by SHA-256 fingerprint. */
export async function findIdentity(database: Database, nameOrFingerprint: string): Promise<Identity | null> {
  const where = nameOrFingerprint.startsWith('SHA256:')
    ? { fingerprint: nameOrFingerprint }
    : { name: nameOrFingerprint };
  return database.prisma.identity.findUnique({ where });
}
