import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { grantedScopes, parseApiKey, scopesOf, type Principal, type Role } from '@joulefleet/core';
import { DATABASE, findApiKey, findSession, touchApiKey, type Database, type User } from '@joulefleet/store';
import { hashSecret } from './api-keys/new-api-key';

const LAST_USED_RESOLUTION_MS = 60_000;
const NO_HASH = Buffer.alloc(32);

/** The session that a cookie belongs to. */
export interface CookieSession {
  id: string;
  secret: string;
  expiresAt: Date;
}

/** The authenticated principal, or why there is none. The reason is for the log; it is never sent to the caller. */
export type Authentication = { principal: Principal; session: CookieSession | null } | { principal: null; why: string };

/**
 * Authenticates API keys and session cookies. Reads PostgreSQL every time, so that a revocation takes effect at once.
 */
@Injectable()
export class Authenticator {
  private readonly logger = new Logger('access');

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async byKey(text: string): Promise<Authentication> {
    const parts = parseApiKey(text);
    if (!parts) return nobody('not an API key');
    const key = await findApiKey(this.database, parts.id);
    const same = timingSafeEqual(hashSecret(parts.secret), key?.secretHash ?? NO_HASH);
    if (!key) return nobody(`unknown key ${parts.id}`);
    if (!same) return nobody(`wrong secret of key ${key.id}`);
    if (key.revokedAt) return nobody(`key ${key.id} is revoked`);
    if (key.expiresAt && key.expiresAt.getTime() <= Date.now()) return nobody(`key ${key.id} has expired`);
    if (key.user.disabledAt) return nobody(`${key.user.name} is disabled`);
    if (Math.abs(Date.now() - (key.lastUsedAt?.getTime() ?? 0)) > LAST_USED_RESOLUTION_MS) await this.noteUse(key.id);
    const scopes = grantedScopes(key.user.role as Role, key.scopes);
    return {
      principal: { ...principalOf(key.user, scopes, `key ${key.id}`), keyExpiresAt: key.expiresAt },
      session: null,
    };
  }

  /** A database that takes no changes can be read all the same. */
  private async noteUse(keyId: string): Promise<void> {
    await touchApiKey(this.database, keyId).catch((error: Error) => this.logger.warn(error.message));
  }

  async bySession(secret: string): Promise<Authentication> {
    const session = await findSession(this.database, hashSecret(secret));
    if (!session) return nobody('unknown session');
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
