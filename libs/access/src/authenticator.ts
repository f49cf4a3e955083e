import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { grantedScopes, parseApiKey, scopesOf, type Principal, type Role } from '@joulefleet/core';
import { DATABASE, findApiKey, findSession, touchApiKey, type Database, type User } from '@joulefleet/store';
import { hashSecret } from './api-keys/new-api-key';

const USED_STALE_MS = 60_000;
const NO_HASH = Buffer.alloc(32);

/** The session that a cookie opened. */
export interface CookieSession {
  id: string;
  secret: string;
  expiresAt: Date;
}

/** Who it is; or why nobody, for the log: the caller is told nothing of it. */
export type Authentication = { principal: Principal; session: CookieSession | null } | { principal: null; why: string };

/** Finds who comes with an API key or a session's cookie. Asks Postgres each time: what is revoked ends at once. */
@Injectable()
export class Authenticator {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async byKey(text: string): Promise<Authentication> {
    const parts = parseApiKey(text);
    if (!parts) return nobody('it is no API key');
    const key = await findApiKey(this.database, parts.id);
    const same = timingSafeEqual(hashSecret(parts.secret), key?.secretHash ?? NO_HASH);
    if (!key) return nobody(`no key ${parts.id}`);
    if (!same) return nobody(`wrong secret of key ${key.id}`);
    if (key.revokedAt) return nobody(`key ${key.id} is revoked`);
    if (key.expiresAt && key.expiresAt.getTime() <= Date.now()) return nobody(`key ${key.id} has expired`);
    if (key.user.disabledAt) return nobody(`${key.user.name} is disabled`);
    if (Date.now() - (key.lastUsedAt?.getTime() ?? 0) > USED_STALE_MS) await touchApiKey(this.database, key.id);
    const scopes = grantedScopes(key.user.role as Role, key.scopes);
    return {
      principal: { ...principalOf(key.user, scopes, `key ${key.id}`), keyExpiresAt: key.expiresAt },
      session: null,
    };
  }

  async bySession(secret: string): Promise<Authentication> {
    const session = await findSession(this.database, hashSecret(secret));
    if (!session) return nobody('no such session');
    if (session.expiresAt.getTime() <= Date.now()) return nobody('the session has expired');
    if (session.user.disabledAt) return nobody(`${session.user.name} is disabled`);
    const principal = principalOf(session.user, scopesOf(session.user.role as Role), 'session');
    return { principal, session: { id: session.id, secret, expiresAt: session.expiresAt } };
  }
}

function principalOf({ id, name, role }: User, scopes: Principal['scopes'], via: string): Principal {
  return { userId: id, name, role: role as Role, scopes, via, keyExpiresAt: null };
}

function nobody(why: string): Authentication {
  return { principal: null, why };
}
