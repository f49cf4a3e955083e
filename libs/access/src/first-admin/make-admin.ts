import type { FirstAdmin } from '@joulefleet/contracts';
import { scopesOf } from '@joulefleet/core';
import { insertApiKey, insertUser, updateUser, type Queryable } from '@joulefleet/store';
import { newApiKey, newSecret } from '../api-keys/new-api-key';
import { hashPassword } from '../passwords/hash-password';

export const ADMIN_NAME = 'admin';
/** 24 characters of base64url: 144 random bits. */
const PASSWORD_LENGTH = 24;

/** Gives `admin` a random password and a key for the controller's home; creates the user if it does not exist. */
export async function makeAdmin(
  client: Queryable,
  existingId: string | null,
  passwordCost?: number,
): Promise<FirstAdmin> {
  const password = newSecret().slice(0, PASSWORD_LENGTH);
  const passwordHash = await hashPassword(password, passwordCost);
  const role = 'admin';
  const userId = existingId ?? (await insertUser(client, { name: ADMIN_NAME, role, passwordHash }));
  if (userId === null) throw new Error('the user admin was created by someone else despite the lock');
  if (existingId !== null) await updateUser(client, existingId, { role, disabled: false, passwordHash });
  const { id, text, secretHash } = newApiKey();
  const name = 'home of the controller';
  await insertApiKey(client, { id, userId, name, secretHash, scopes: scopesOf(role), expiresAt: null });
  return { name: ADMIN_NAME, password, key: text };
}
