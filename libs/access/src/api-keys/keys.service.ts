import { Inject, Injectable } from '@nestjs/common';
import type { CreatedKey, CreateKeyRequest, KeyList, KeyQuery, KeyView } from '@joulefleet/contracts';
import {
  Fault,
  grantedScopes,
  scopesBeyond,
  scopesOf,
  type Actor,
  type Principal,
  type Role,
  type Scope,
} from '@joulefleet/core';
import {
  DATABASE,
  inTransaction,
  insertApiKey,
  listApiKeys,
  revokeApiKey,
  type ApiKey,
  type Database,
} from '@joulefleet/store';
import { Audit } from '../audit';
import { findKnownUser } from '../users/find-known-user';
import { newApiKey } from './new-api-key';

const KEY_ID = /^[0-9A-Za-z]{12}$/;

/** API keys, whoever's: who may ask for whose is decided by the routes. */
@Injectable()
export class KeysService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** A user's keys, the newest first. @throws Fault `user_unknown` (operator). */
  async list(userName: string, { limit, cursor }: KeyQuery): Promise<KeyList> {
    const user = await findKnownUser(this.database.pool, userName);
    const [atMs, id] = cursor?.split('_') ?? [];
    const before = id === undefined ? undefined : { atMs: Number(atMs), id };
    const found = await listApiKeys(this.database, user.id, { limit: limit + 1, before });
    const keys = found.slice(0, limit);
    const last = found[limit] && keys.at(-1);
    return {
      keys: keys.map((key) => keyView(key, user)),
      nextCursor: last ? `${last.createdAt.getTime()}_${last.id}` : null,
    };
  }

  /**
   * Makes a key, shown this once. `mine`: the scopes that the one who makes it may give, and how long; what is not asked for
   * otherwise is all of that. @throws Fault `scopes_beyond`, `user_unknown`, `bad_expiry` (operator).
   */
  async create(
    actor: Actor,
    userName: string,
    mine: Pick<Principal, 'scopes' | 'keyExpiresAt'> | 'all',
    request: CreateKeyRequest,
  ): Promise<CreatedKey> {
    const user = await findKnownUser(this.database.pool, userName);
    const ofRole = scopesOf(user.role as Role);
    const most = mine === 'all' ? ofRole : ofRole.filter((scope) => mine.scopes.includes(scope));
    const scopes = request.scopes ?? most;
    requireWithin(scopes, most);
    const expiresAt = expiryOf(request, mine === 'all' ? null : mine.keyExpiresAt);
    const { id, text, secretHash } = newApiKey();
    return inTransaction(this.database, async (client) => {
      const saved = { id, userId: user.id, name: request.name, secretHash, scopes, expiresAt };
      const view = keyView(await insertApiKey(client, saved), user);
      await this.audit.record(actor, { action: 'key.create', subject: 'key', subjectId: id, after: view }, client);
      return { ...view, key: text };
    });
  }

  /** @throws Fault `key_unknown`, `user_unknown` (operator). */
  async revoke(actor: Actor, userName: string, id: string): Promise<void> {
    const user = await findKnownUser(this.database.pool, userName);
    await inTransaction(this.database, async (client) => {
      if (!KEY_ID.test(id) || !(await revokeApiKey(client, user.id, id))) throw keyUnknown(userName, id);
      const before = { user: user.name, revoked: false };
      const after = { user: user.name, revoked: true };
      await this.audit.record(actor, { action: 'key.revoke', subject: 'key', subjectId: id, before, after }, client);
    });
  }
}

function keyView(key: ApiKey, user: { name: string; role: string }): KeyView {
  return {
    id: key.id,
    name: key.name,
    user: user.name,
    scopes: grantedScopes(user.role as Role, key.scopes),
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
  };
}

function requireWithin(asked: readonly Scope[], most: readonly Scope[]): void {
  const beyond = scopesBeyond(asked, most);
  if (beyond.length === 0) return;
  throw new Fault(`a key cannot be given ${beyond.join(', ')}`, {
    code: 'scopes_beyond',
    origin: 'operator',
    transient: false,
    remedy: `At most: ${most.join(', ')}.`,
  });
}

/** A key that ends must not make one that goes on: `latest` is its own end. */
function expiryOf({ expiresAt }: CreateKeyRequest, latest: Date | null): Date | null {
  if (expiresAt === undefined) return latest;
  const end = new Date(expiresAt);
  if (end.getTime() <= Date.now()) {
    throw badExpiry('the key would have expired already', 'Give a time in the future, or none.');
  }
  if (latest && end > latest) {
    throw badExpiry(
      `a key that is made through one that ends at ${latest.toISOString()} ends then at the latest`,
      'Give an earlier time or none, or log in with your password to make it.',
    );
  }
  return end;
}

function badExpiry(message: string, remedy: string): Fault {
  return new Fault(message, { code: 'bad_expiry', origin: 'operator', transient: false, remedy });
}

function keyUnknown(user: string, id: string): Fault {
  return new Fault(`${user} has no key ${id} that is not revoked`, {
    code: 'key_unknown',
    origin: 'operator',
    transient: false,
    remedy: 'See `joulefleet key list`.',
  });
}
