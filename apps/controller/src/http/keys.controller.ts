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
import { Asks, Endpoint, From, type Principal } from './endpoint';
import { ParseBody } from './parse-body';

/** API keys: the caller's own, and for an admin those of others. */
@Controller()
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Endpoint(accessRoutes.listKeys)
  async list(@Asks() caller: Principal, @Query(new ParseBody(keyQuery)) page: KeyQuery): Promise<KeyList> {
    return this.keys.list(caller.name, page);
  }

  /** A key that was made through a key has no more than that one, and ends no later. */
  @Endpoint(accessRoutes.createKey)
  @Header('cache-control', 'no-store')
  async create(
    @Asks() caller: Principal,
    @From() actor: Actor,
    @Body(new ParseBody(createKeyRequest)) request: CreateKeyRequest,
  ): Promise<CreatedKey> {
    return this.keys.create(actor, caller.name, caller, request);
  }

  @Endpoint(accessRoutes.revokeKey)
  async revoke(@From() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.keys.revoke(actor, actor.name, id);
  }

  @Endpoint(accessRoutes.listUserKeys)
  async listOf(@Param('name') name: string, @Query(new ParseBody(keyQuery)) page: KeyQuery): Promise<KeyList> {
    return this.keys.list(name, page);
  }

  /** Who may change users can come by any role's rights anyway: the key gets what its user's role has. */
  @Endpoint(accessRoutes.createUserKey)
  @Header('cache-control', 'no-store')
  async createFor(
    @From() actor: Actor,
    @Param('name') name: string,
    @Body(new ParseBody(createKeyRequest)) request: CreateKeyRequest,
  ): Promise<CreatedKey> {
    return this.keys.create(actor, name, 'all', request);
  }

  @Endpoint(accessRoutes.revokeUserKey)
  async revokeOf(@From() actor: Actor, @Param('name') name: string, @Param('id') id: string): Promise<void> {
    await this.keys.revoke(actor, name, id);
  }
}
