import type { FirstAdmin } from '@joulefleet/contracts';
import { CONTROLLER_ACTOR } from '@joulefleet/core';
import { countUsers, inTransaction, lockFirstAdmin, type Database } from '@joulefleet/store';
import { Audit } from '../audit';
import { makeAdmin } from './make-admin';

/**
 * Creates the user `admin` if there are no users. `keep` stores the secrets for later display; it runs before the
 * commit, so that a crash leaves either no admin or one whose password is stored. Returns false if there are users.
 * `passwordCost`: the scrypt cost N, the default's when left out.
 */
export async function ensureFirstAdmin(
  database: Database,
  keep: (admin: FirstAdmin) => void,
  passwordCost?: number,
): Promise<boolean> {
  return inTransaction(database, async (client) => {
    await lockFirstAdmin(client);
    if ((await countUsers(client)) > 0) return false;
    const admin = await makeAdmin(client, null, passwordCost);
    const change = {
      action: 'user.first-admin',
      subject: 'user',
      subjectId: admin.name,
      after: { role: 'admin' },
    } as const;
    await new Audit(database).record(CONTROLLER_ACTOR, change, client);
    keep(admin);
    return true;
  });
}
