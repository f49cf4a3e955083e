import { Body, Controller, Header, Param, Query } from '@nestjs/common';
import { KeysService } from '@joulefleet/access';
import {
  accessRoutes,
  createKeyRequest,
  keyQuery,
  type CreatedKey,
  type CreateKeyRequest,
  type KeyList,
  type KeyQuery,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { Caller, Endpoint, AuditActor, type Principal } from './endpoint';
import { ParseBody } from './parse-body';

/** API keys: the caller's own and, for admins, those of other users. */
@Controller()
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Endpoint(accessRoutes.listKeys)
  async list(@Caller() caller: Principal, @Query(new ParseBody(keyQuery)) page: KeyQuery): Promise<KeyList> {
    return this.keys.list(caller.name, page);
  }

  /** A key created with another key gets at most the scopes of that key and expires no later. */
  @Endpoint(accessRoutes.createKey)
  @Header('cache-control', 'no-store')
  async create(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Body(new ParseBody(createKeyRequest)) request: CreateKeyRequest,
  ): Promise<CreatedKey> {
    return this.keys.create(actor, caller.name, caller, request);
  }

  @Endpoint(accessRoutes.revokeKey)
  async revoke(@AuditActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.keys.revoke(actor, actor.name, id);
  }

  @Endpoint(accessRoutes.listUserKeys)
  async listOf(@Param('name') name: string, @Query(new ParseBody(keyQuery)) page: KeyQuery): Promise<KeyList> {
    return this.keys.list(name, page);
  }

  /** The new key gets all scopes of its user's role: whoever may edit users could grant themselves any role anyway. */
  @Endpoint(accessRoutes.createUserKey)
  @Header('cache-control', 'no-store')
  async createFor(
    @AuditActor() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(createKeyRequest)) request: CreateKeyRequest,
  ): Promise<CreatedKey> {
    return this.keys.create(actor, name, 'all', request);
  }

  @Endpoint(accessRoutes.revokeUserKey)
  async revokeOf(@AuditActor() actor: Actor, @Param('name') name: string, @Param('id') id: string): Promise<void> {
    await this.keys.revoke(actor, name, id);
  }
}
