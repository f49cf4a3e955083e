import type { Queryable } from '../database';

/** How the agent gets to set clocks: as the login user, or through `sudo -n`. */
export async function savePrivilege(db: Queryable, deviceId: string, privilege: 'login' | 'sudo'): Promise<void> {
  await db.query(`UPDATE device SET privilege = $2 WHERE id = $1`, [deviceId, privilege]);
}
