import { Inject, Injectable } from '@nestjs/common';
import { userName, type ChangePasswordRequest, type LogInRequest, type SessionView } from '@joulefleet/contracts';
import { Fault, scopesOf, type Actor, type Principal, type Role } from '@joulefleet/core';
import {
  DATABASE,
  deleteSession,
  deleteSessionsOf,
  findUser,
  inTransaction,
  insertSession,
  lockUser,
  updateUser,
  type Database,
  type Queryable,
  type UserWithKeys,
} from '@joulefleet/store';
import { Audit } from '../audit';
import { hashSecret, newSecret } from '../api-keys/new-api-key';
import { hashPassword, PASSWORD_COST, verifyPassword } from '../passwords/hash-password';
import { Refusals } from '../throttle/refusals';
import { Throttles } from '../throttle/throttles';
import { csrfTokenOf } from './csrf-token';

export const SESSION_S = 12 * 3600;
/** Attempts are counted by name; longer names, which no user has, are truncated to bound the counters' memory. */
const MAX_NAME_CHARACTERS = 63;

/** An open session: the secret for the cookie, and the view for the response body. */
export interface OpenedSession {
  secret: string;
  view: SessionView;
}

/** Password login, logout and password changes. */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly audit: Audit,
    private readonly refusals: Refusals,
    private readonly throttles: Throttles,
    @Inject(PASSWORD_COST) private readonly passwordCost: number,
  ) {}

  /** @throws Fault `login_failed` (operator) whatever was wrong; TooMany `too_many_attempts`. */
  async logIn(actor: Actor, { name, password }: LogInRequest): Promise<OpenedSession> {
    const user = await this.checkPassword(actor, name, password);
    if (!user) throw loginFailed();
    const expiresAt = new Date(Date.now() + SESSION_S * 1000);
    return inTransaction(this.database, async (client) => {
      if (!(await lockIfUnchanged(client, user))) throw loginFailed();
      return this.open(client, { ...actor, via: 'session' }, user, expiresAt);
    });
  }

  /** Opens a session of a user who was identified, within the transaction that says so. */
  async open(
    client: Queryable,
    actor: Actor,
    user: { id: string; name: string; role: string },
    expiresAt: Date,
  ): Promise<OpenedSession> {
    const secret = newSecret();
    await insertSession(client, { userId: user.id, secretHash: hashSecret(secret), expiresAt });
    const change = { action: 'session.open', subject: 'session', subjectId: user.name, after: { expiresAt } } as const;
    await this.audit.record({ ...actor, name: user.name }, change, client);
    const role = user.role as Role;
    const view = { name: user.name, role, scopes: [...scopesOf(role)], csrfToken: csrfTokenOf(secret) };
    return { secret, view: { ...view, expiresAt: expiresAt.toISOString() } };
  }

  async logOut(actor: Actor, sessionId: string): Promise<void> {
    await inTransaction(this.database, async (client) => {
      await deleteSession(client, sessionId);
      await this.audit.record(actor, { action: 'session.end', subject: 'session', subjectId: actor.name }, client);
    });
  }

  /**
   * Changes the caller's password and ends all of their sessions. @throws Fault `wrong_password` (operator); TooMany
   * `too_many_attempts`.
   */
  async changePassword(
    actor: Actor,
    { name }: Principal,
    { oldPassword, newPassword }: ChangePasswordRequest,
  ): Promise<void> {
    const user = await this.checkPassword(actor, name, oldPassword);
    if (!user) throw wrongPassword();
    const passwordHash = await hashPassword(newPassword, this.passwordCost);
    await inTransaction(this.database, async (client) => {
      if (!(await lockIfUnchanged(client, user))) throw wrongPassword();
      await updateUser(client, user.id, { passwordHash });
      await deleteSessionsOf(client, user.id);
      const change = { action: 'user.password', subject: 'user', subjectId: name } as const;
      await this.audit.record(actor, { ...change, after: { passwordChanged: true } }, client);
    });
  }

  /**
   * Returns the user if the password is right. Failures are counted and audited. An attempt is counted before the
   * comparison, so that parallel attempts cannot bypass the limit.
   */
  private async checkPassword(actor: Actor, name: string, password: string): Promise<UserWithKeys | null> {
    const giveBack = await this.countAttempt(actor, name);
    const { user, right } = await this.verifyLogin(name, password).catch(async (error: unknown) => {
      // An error during the comparison is not a failed attempt.
      await giveBack();
      throw error;
    });
    if (user && right) {
      await giveBack();
      return user;
    }
    const after = { knownUser: user !== null, disabled: user ? user.disabledAt !== null : null };
    const subjectId = user?.name ?? '(unknown)';
    await this.refusals.record(actor, { action: 'session.refused', subject: 'session', subjectId, after });
    return null;
  }

  /**
   * Counts an attempt; the returned function undoes that. @throws TooMany `too_many_attempts`; then nothing is counted.
   */
  private async countAttempt({ address: from }: Actor, name: string): Promise<() => Promise<void>> {
    const { loginsOfName, loginsOfAddress } = this.throttles;
    const address = from ?? '';
    const counted = `${name.slice(0, MAX_NAME_CHARACTERS)}|${address}`;
    await loginsOfAddress.check(address);
    await loginsOfName.take(counted);
    await loginsOfAddress.take(address).catch(async (error: unknown) => {
      await loginsOfName.giveBack(counted);
      throw error;
    });
    return async () => {
      await loginsOfName.giveBack(counted);
      await loginsOfAddress.giveBack(address);
    };
  }

  /** The user of that name, and whether they are enabled and the password is right. */
  private async verifyLogin(name: string, password: string): Promise<{ user: UserWithKeys | null; right: boolean }> {
    const user = userName.safeParse(name).success ? await findUser(this.database.pool, name) : null;
    const usable = user && user.disabledAt === null ? user : null;
    const right = await verifyPassword(password, usable?.passwordHash ?? null, this.passwordCost);
    return { user, right: right && usable !== null };
  }
}

/**
 * Locks the user and returns whether password and status are still those that were verified: hashing takes a while, and
 * both may have changed.
 */
async function lockIfUnchanged(db: Queryable, { name, passwordHash }: UserWithKeys): Promise<boolean> {
  const now = await lockUser(db, name);
  return now !== null && now.disabledAt === null && now.passwordHash === passwordHash;
}

function loginFailed(): Fault {
  return new Fault('wrong user name or password', {
    code: 'login_failed',
    origin: 'operator',
    transient: false,
    remedy: 'Check both. An admin can set a new password with `joulefleet user password NAME`.',
  });
}

function wrongPassword(): Fault {
  return new Fault('the old password is wrong', {
    code: 'wrong_password',
    origin: 'operator',
    transient: false,
    remedy: 'An admin can set a new password with `joulefleet user password NAME`.',
  });
}
