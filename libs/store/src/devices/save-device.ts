import type { DeviceCondition } from '@joulefleet/core';
import { inTransaction, type Database, type Queryable } from '../database';
import type { Device } from '../generated/client';
import { newId } from '../ids/new-id';
import { changeCondition } from './change-condition';
import { lockDevice, type LockedDevice } from './lock-device';

type Enrolled = 'name' | 'deviceClass' | 'host' | 'port' | 'loginUser' | 'identityId' | 'hostKeyType' | 'fingerprint';

export type DeviceToSave = Pick<Device, Enrolled | 'labels' | 'simulated'> &
  DeviceCondition & { privilege?: 'login' | 'sudo'; facts: object };

/**
 * The first fence is the time, in seconds since 2020: greater than any that the board may remember of a fleet that was set up
 * earlier, since leases follow each other less than once a second.
 */
const INSERT_LEASE = `INSERT INTO lease (device_id, fence)
  VALUES ($1, extract(epoch FROM now() - timestamptz '2020-01-01Z')::int) ON CONFLICT DO NOTHING`;

/** How a known device stood when it was looked at. */
export interface LookedAt {
  /** That of its condition. */
  version: number;
  /** Whether its condition was judged; one that a shard held was left in peace. */
  judged: boolean;
}

/**
 * Enrolls a device, or brings the one of the same name up to date; its lease row comes with it. A device that a shard holds, or
 * held when it was looked at, keeps its condition: enrolling again never takes a device away from its shard; an absent one is
 * tried again at once. So does one that somebody has brought elsewhere since it was looked at. `lookedAt` null: as for a new
 * one. `also` happens in the same transaction, and hears whether the condition is the given one.
 */
export async function saveDevice(
  database: Database,
  device: DeviceToSave,
  lookedAt: LookedAt | null = null,
  also?: (db: Queryable, deviceId: string, stands: boolean) => Promise<void>,
): Promise<Device> {
  const id = await inTransaction(database, async (client) => {
    const known = await lockDevice(client, device.name);
    const deviceId = await upsert(client, device);
    await client.query(INSERT_LEASE, [deviceId]);
    const left = (known?.shardId ?? null) !== null || lookedAt?.judged === false;
    const judged = !left && isStillSo(known, lookedAt);
    const stands = judged && (await changeCondition(client, deviceId, 'enroll', device)).result === 'moved';
    if (left) await retryNow(client, deviceId);
    await also?.(client, deviceId, stands);
    return deviceId;
  });
  return database.prisma.device.findUniqueOrThrow({ where: { id } });
}

function isStillSo(now: LockedDevice | null, before: LookedAt | null): boolean {
  return !now || !before || now.version === before.version;
}

async function retryNow(db: Queryable, deviceId: string): Promise<void> {
  await db.query(`UPDATE device SET deadline_at = now() WHERE id = $1 AND availability = 'offline'`, [deviceId]);
}

async function upsert(db: Queryable, device: DeviceToSave): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    `INSERT INTO device (id, name, device_class, host, port, login_user, identity_id, privilege, host_key_type, fingerprint,
       labels, simulated, facts, facts_at, availability, health)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, now(), 'offline', 'unknown')
     ON CONFLICT (name) DO UPDATE SET device_class = $3, host = $4, port = $5, login_user = $6, identity_id = $7,
       identity_file = NULL, privilege = $8, host_key_type = $9, fingerprint = $10, labels = $11, simulated = $12,
       facts = $13, facts_at = now(), drift = NULL
     RETURNING id`,
    [
      newId(),
      device.name,
      device.deviceClass,
      device.host,
      device.port,
      device.loginUser,
      device.identityId,
      device.privilege ?? 'login',
      device.hostKeyType,
      device.fingerprint,
      device.labels,
      device.simulated,
      JSON.stringify(device.facts),
    ],
  );
  return rows[0]!.id;
}
