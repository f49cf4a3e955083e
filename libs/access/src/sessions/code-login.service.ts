import { Inject, Injectable } from '@nestjs/common';
import type { LoginCodeView } from '@joulefleet/contracts';
import { Fault, scopesBeyond, scopesOf, type Actor, type Principal, type Role } from '@joulefleet/core';
import {
  DATABASE,
  findApiKey,
  inTransaction,
  lockUser,
  type ApiKey,
  type Database,
  type User,
} from '@joulefleet/store';
import { Throttles } from '../throttle/throttles';
import { LOGIN_CODE_S, LoginCodes } from './login-codes';
import { SESSION_S, SessionsService, type OpenedSession } from './sessions.service';

/** Logs a browser in for somebody who has an API key at hand: `joulefleet web` opens an address with a code. */
@Injectable()
export class CodeLoginService {
  private readonly codes = new LoginCodes(() => performance.now());

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly sessions: SessionsService,
    private readonly throttles: Throttles,
  ) {}

  /**
   * A code for the key that the caller is authenticated by. A session has every scope of its user: a key that has fewer gets none.
   * @throws Fault `key_needed`, `scopes_beyond` (operator).
   */
  create({ via, role, scopes }: Principal): LoginCodeView {
    const keyId = /^key (\S+)$/.exec(via)?.[1];
    if (keyId === undefined) throw keyNeeded();
    const missing = scopesBeyond(scopesOf(role), scopes);
    if (missing.length > 0) throw fewerScopes(missing);
    const expiresAt = new Date(Date.now() + LOGIN_CODE_S * 1000).toISOString();
    return { code: this.codes.issue(keyId), expiresAt };
  }

  /**
   * Opens a session of the user of the code's key, which ends with the key at the latest.
   * @throws Fault `code_refused` (operator); TooMany `too_many_attempts`.
   */
  async redeem(actor: Actor, code: string): Promise<OpenedSession> {
    await this.throttles.credentials.check(actor.address ?? '');
    const keyId = this.codes.redeem(code);
    const key = keyId === null ? null : await findApiKey(this.database, keyId);
    if (!key || !isUsable(key)) {
      await this.throttles.credentials.take(actor.address ?? '');
      throw codeRefused();
    }
    const latestMs = Math.min(Date.now() + SESSION_S * 1000, key.expiresAt?.getTime() ?? Infinity);
    return inTransaction(this.database, async (client) => {
      const user = await lockUser(client, key.user.name);
      if (!user || user.disabledAt !== null) throw codeRefused();
      return this.sessions.open(client, { ...actor, via: `code of key ${key.id}` }, user, new Date(latestMs));
    });
  }
}

/** Its scopes are looked at again: they, or the role, may have changed since the code was made. */
function isUsable(key: ApiKey & { user: User }): boolean {
  const isOver = key.expiresAt !== null && key.expiresAt.getTime() <= Date.now();
  const beyond = scopesBeyond(scopesOf(key.user.role as Role), key.scopes as Principal['scopes']);
  return key.revokedAt === null && !isOver && key.user.disabledAt === null && beyond.length === 0;
}

function keyNeeded(): Fault {
  return new Fault('a code is made for an API key; the request was authenticated by a session', {
    code: 'key_needed',
    origin: 'operator',
    transient: false,
    remedy: 'Use `joulefleet web`.',
  });
}

function fewerScopes(missing: readonly string[]): Fault {
  return new Fault(`the key lacks ${missing.join(', ')}, which a session of its user has`, {
    code: 'scopes_beyond',
    origin: 'operator',
    transient: false,
    remedy: 'Use a key with every scope of its user (`joulefleet login`), or log in with name and password.',
  });
}

function codeRefused(): Fault {
  return new Fault('the code is not valid any more', {
    code: 'code_refused',
    origin: 'operator',
    transient: false,
    remedy: 'A code is valid once, for a minute. `joulefleet web` makes a new one; name and password work too.',
  });
}
