import { userName } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import { findUser, type Queryable, type UserWithKeys } from '@joulefleet/store';

/** `find` may lock it as well. @throws Fault `user_unknown` (operator), also for what cannot be a name. */
export async function findKnownUser(
  db: Queryable,
  name: string,
  find: (db: Queryable, name: string) => Promise<UserWithKeys | null> = findUser,
): Promise<UserWithKeys> {
  const user = userName.safeParse(name).success ? await find(db, name) : null;
  if (user) return user;
  throw new Fault(`nobody is called ${name}`, {
    code: 'user_unknown',
    origin: 'operator',
    transient: false,
    remedy: 'See `joulefleet user list`.',
  });
}
