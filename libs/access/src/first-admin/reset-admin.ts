import type { FirstAdmin } from '@joulefleet/contracts';
import { CONTROLLER_ACTOR } from '@joulefleet/core';
import { deleteSessionsOf, inTransaction, lockFirstAdmin, lockUser, type Database } from '@joulefleet/store';
import { Audit } from '../audit';
import { ADMIN_NAME, makeAdmin } from './make-admin';

/**
 * Gives the user `admin` a new password and another key, enabled and with the role admin again, for someone who has the
 * controller's machine but no way in. Sessions end; other keys stay. `keep` as of `ensureFirstAdmin`.
 */
export async function resetAdmin(database: Database, keep: (admin: FirstAdmin) => void): Promise<void> {
  await inTransaction(database, async (client) => {
    await lockFirstAdmin(client);
    const user = await lockUser(client, ADMIN_NAME);
    const admin = await makeAdmin(client, user?.id ?? null);
    if (user) await deleteSessionsOf(client, user.id);
    const before = user && { role: user.role, disabledAt: user.disabledAt };
    const after = { role: 'admin', disabledAt: null, passwordChanged: true };
    const change = { action: 'user.reset-admin', subject: 'user', subjectId: ADMIN_NAME, before, after } as const;
    await new Audit(database).record(CONTROLLER_ACTOR, change, client);
    keep(admin);
  });
}
