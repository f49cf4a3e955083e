import { userName } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import { findUser, type Queryable, type UserWithKeys } from '@joulefleet/store';

/** Pass a `find` that locks the row where needed. @throws Fault `user_unknown` (operator), also for an invalid name. */
export async function findKnownUser(
  db: Queryable,
  name: string,
  find: (db: Queryable, name: string) => Promise<UserWithKeys | null> = findUser,
): Promise<UserWithKeys> {
  const user = userName.safeParse(name).success ? await find(db, name) : null;
  if (user) return user;
  throw new Fault(`no user is named ${name}`, {
    code: 'user_unknown',
    origin: 'operator',
    transient: false,
    remedy: 'List the users with `joulefleet user list`.',
  });
}
