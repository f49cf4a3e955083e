import { Inject, Injectable } from '@nestjs/common';
import type { CreateUserRequest, EditUserRequest, PageQuery, UserList, UserView } from '@joulefleet/contracts';
import { Fault, type Actor, type Role } from '@joulefleet/core';
import {
  DATABASE,
  deleteSessionsOf,
  inTransaction,
  insertUser,
  listUsers,
  lockAdmins,
  lockUser,
  updateUser,
  type Database,
  type Queryable,
  type UserWithKeys,
} from '@joulefleet/store';
import { Audit } from '../audit';
import { hashPassword, PASSWORD_COST } from '../passwords/hash-password';
import { findKnownUser } from './find-known-user';

@Injectable()
export class UsersService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly audit: Audit,
    @Inject(PASSWORD_COST) private readonly passwordCost: number,
  ) {}

  /** Users by name. */
  async list({ limit, cursor }: PageQuery): Promise<UserList> {
    const found = (await listUsers(this.database, { limit: limit + 1, after: cursor })).map(userView);
    return { users: found.slice(0, limit), nextCursor: found[limit] ? found[limit - 1]!.name : null };
  }

  /** @throws Fault `user_exists` (operator). */
  async create(actor: Actor, { name, role, password }: CreateUserRequest): Promise<UserView> {
    const passwordHash = password === undefined ? null : await hashPassword(password, this.passwordCost);
    return inTransaction(this.database, async (client) => {
      if ((await insertUser(client, { name, role, passwordHash })) === null) throw userExists(name);
      const after = userView(await findKnownUser(client, name));
      await this.audit.record(actor, { action: 'user.create', subject: 'user', subjectId: name, after }, client);
      return after;
    });
  }

  /** The change takes effect with the user's next request. @throws Fault `user_unknown`, `last_admin` (operator). */
  async edit(actor: Actor, name: string, { role, disabled, password }: EditUserRequest): Promise<UserView> {
    const passwordHash = password === undefined ? undefined : await hashPassword(password, this.passwordCost);
    return inTransaction(this.database, async (client) => {
      const admins = await lockAdmins(client);
      const user = await findKnownUser(client, name, lockUser);
      if (losesAdmin(user, { role, disabled }) && admins <= 1) throw lastAdmin(name);
      await updateUser(client, user.id, { role, disabled, passwordHash });
      if (disabled === true || passwordHash !== undefined) await deleteSessionsOf(client, user.id);
      return this.auditEdit(client, actor, user, passwordHash !== undefined);
    });
  }

  private async auditEdit(
    client: Queryable,
    actor: Actor,
    user: UserWithKeys,
    newPassword: boolean,
  ): Promise<UserView> {
    const [before, after] = [userView(user), userView(await findKnownUser(client, user.name))];
    const change = { before, after: { ...after, ...(newPassword && { passwordChanged: true }) } };
    await this.audit.record(actor, { action: 'user.edit', subject: 'user', subjectId: user.name, ...change }, client);
    return after;
  }
}

function userView(user: UserWithKeys): UserView {
  return {
    name: user.name,
    role: user.role as Role,
    disabledAt: user.disabledAt?.toISOString() ?? null,
    hasPassword: user.passwordHash !== null,
    keys: user.keys,
    createdAt: user.createdAt.toISOString(),
  };
}

function losesAdmin(user: UserWithKeys, { role, disabled }: EditUserRequest): boolean {
  const isActiveAdmin = user.role === 'admin' && user.disabledAt === null;
  return isActiveAdmin && (disabled === true || (role !== undefined && role !== 'admin'));
}

function lastAdmin(name: string): Fault {
  return new Fault(`${name} is the last admin`, {
    code: 'last_admin',
    origin: 'operator',
    transient: false,
    remedy: 'Make another user an admin first.',
  });
}

function userExists(name: string): Fault {
  return new Fault(`a user named ${name} already exists`, {
    code: 'user_exists',
    origin: 'operator',
    transient: false,
    remedy: 'Choose another name, or edit that user.',
  });
}
