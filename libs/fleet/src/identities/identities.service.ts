import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import {
  identityName,
  type IdentityList,
  type IdentityView,
  type ImportIdentityRequest,
  type GenerateIdentityRequest,
  type PageQuery,
} from '@joulefleet/contracts';
import { Fault, type Actor } from '@joulefleet/core';
import type { MasterKey } from '@joulefleet/platform';
import { decryptPrivateKey } from '@joulefleet/remote';
import {
  DATABASE,
  inTransaction,
  listIdentities,
  removeIdentity,
  type Database,
  type Identity,
  type ListedIdentity,
  type Queryable,
} from '@joulefleet/store';
import { badCursor } from '../bad-cursor';
import { MASTER_KEY, type KeyPorts } from '../fleet-ports';
import { keepIdentity } from './keep-identity';
import { identityUnknown, generateIdentity } from './resolve-identity';

/** The keys that log in to devices. Private parts come in and never go out. */
@Injectable()
export class IdentitiesService {
  private readonly ports: KeyPorts;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(MASTER_KEY) masterKey: MasterKey,
    private readonly audit: Audit,
  ) {
    this.ports = { database, masterKey };
  }

  /** @throws Fault `identity_exists`, `identity_encrypted`, `identity_passphrase_wrong`, `identity_unreadable` (operator). */
  async import(request: ImportIdentityRequest, actor: Actor): Promise<IdentityView> {
    const { name, passphrase } = request;
    const privateKey = decryptPrivateKey(request.privateKey, passphrase, name ?? 'privateKey');
    const kept = await keepIdentity(
      this.ports,
      { name, privateKey, generated: false },
      this.audited(actor, 'identity.import'),
    );
    return this.show(kept);
  }

  /** @throws Fault `identity_exists` (operator). */
  async make({ name }: GenerateIdentityRequest, actor: Actor): Promise<IdentityView> {
    return this.show(await generateIdentity(this.ports, name, this.audited(actor, 'identity.generate')));
  }

  /** Keys by name, their public parts. @throws Fault `bad_cursor` (operator). */
  async list({ limit, cursor }: PageQuery): Promise<IdentityList> {
    const found = await listIdentities(this.database, { limit: limit + 1, after: nameIn(cursor) });
    const last = found[limit] ? found[limit - 1]! : null;
    return { identities: found.slice(0, limit).map(identityView), nextCursor: last && cursorOf(last.name) };
  }

  /** @throws Fault `identity_unknown`, `identity_used` (operator). */
  async remove(name: string, actor: Actor): Promise<void> {
    await inTransaction(this.database, async (db) => {
      const result = await removeIdentity(db, name);
      if (!result) throw identityUnknown(name);
      if (!result.removed) throw identityUsed(name, result.usedBy);
      await this.audited(actor, 'identity.remove')(db, name);
    });
  }

  private audited(actor: Actor, action: string) {
    return (db: Queryable, name: string): Promise<void> =>
      this.audit.record(actor, { action, subject: 'identity', subjectId: name }, db);
  }

  private async show({ name }: Identity): Promise<IdentityView> {
    const [found] = await listIdentities(this.database, { name });
    if (!found) throw identityUnknown(name);
    return identityView(found);
  }
}

/** Names hold characters that cursors must not. */
function cursorOf(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function nameIn(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const name = identityName.safeParse(Buffer.from(cursor, 'base64url').toString());
  if (name.success) return name.data;
  throw badCursor('Leave it out to begin with the first.');
}

function identityView({
  name,
  keyType,
  fingerprint,
  publicKey,
  generated,
  createdAt,
  devices,
}: ListedIdentity): IdentityView {
  return { name, keyType, fingerprint, publicKey, generated, createdAt: createdAt.toISOString(), devices };
}

function identityUsed(name: string, usedBy: readonly string[]): Fault {
  const shown = usedBy.slice(0, 3).join(', ');
  const more = usedBy.length > 3 ? ` and ${usedBy.length - 3} more` : '';
  return new Fault(
    `${name} is still needed: ${shown}${more} ${usedBy.length === 1 ? 'is' : 'are'} logged in to with it`,
    {
      code: 'identity_used',
      origin: 'operator',
      transient: false,
      where: name,
      remedy: 'Enroll those devices again with another identity first.',
    },
  );
}
