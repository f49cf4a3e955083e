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

/** API keys of any user; the routes decide who may access whose. */
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
   * Creates a key; its text is returned only here. `granter` limits the scopes and the expiry; both default to that
   * limit. @throws Fault `scopes_beyond`, `user_unknown`, `bad_expiry` (operator).
   */
  async create(
    actor: Actor,
    userName: string,
    granter: Pick<Principal, 'scopes' | 'keyExpiresAt'> | 'all',
    request: CreateKeyRequest,
  ): Promise<CreatedKey> {
    const user = await findKnownUser(this.database.pool, userName);
    const roleScopes = scopesOf(user.role as Role);
    const grantable = granter === 'all' ? roleScopes : roleScopes.filter((scope) => granter.scopes.includes(scope));
    const scopes = request.scopes ?? grantable;
    requireWithin(scopes, grantable);
    const expiresAt = expiryOf(request, granter === 'all' ? null : granter.keyExpiresAt);
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

function requireWithin(requested: readonly Scope[], grantable: readonly Scope[]): void {
  const beyond = scopesBeyond(requested, grantable);
  if (beyond.length === 0) return;
  throw new Fault(`the key cannot have the scopes ${beyond.join(', ')}`, {
    code: 'scopes_beyond',
    origin: 'operator',
    transient: false,
    remedy: `Allowed scopes: ${grantable.join(', ')}.`,
  });
}

/** A key must not create one that outlives it; `latest` is its own expiry. */
function expiryOf({ expiresAt }: CreateKeyRequest, latest: Date | null): Date | null {
  if (expiresAt === undefined) return latest;
  const end = new Date(expiresAt);
  if (end.getTime() <= Date.now()) {
    throw badExpiry('expiresAt is in the past', 'Give a time in the future, or leave it out.');
  }
  if (latest && end > latest) {
    throw badExpiry(
      `the new key must expire by ${latest.toISOString()}, when the key that creates it expires`,
      'Give an earlier time, leave it out, or log in with your password to create the key.',
    );
  }
  return end;
}

function badExpiry(message: string, remedy: string): Fault {
  return new Fault(message, { code: 'bad_expiry', origin: 'operator', transient: false, remedy });
}

function keyUnknown(user: string, id: string): Fault {
  return new Fault(`${user} has no active key ${id}`, {
    code: 'key_unknown',
    origin: 'operator',
    transient: false,
    remedy: 'List the keys with `joulefleet key list`.',
  });
}
