import type { FirstAdmin } from '@joulefleet/contracts';
import { CONTROLLER_ACTOR } from '@joulefleet/core';
import { deleteSessionsOf, inTransaction, lockFirstAdmin, lockUser, type Database } from '@joulefleet/store';
import { Audit } from '../audit';
import { ADMIN_NAME, makeAdmin } from './make-admin';

/**
 * Restores the access of the user `admin`: new password, additional key, enabled, role admin. For someone with access
 * to the controller's machine but no credentials. Sessions end; other keys stay valid. `keep`: see `ensureFirstAdmin`.
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
