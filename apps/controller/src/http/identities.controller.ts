import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  identityRoutes,
  importIdentityRequest,
  generateIdentityRequest,
  pageQuery,
  type IdentityList,
  type IdentityView,
  type ImportIdentityRequest,
  type GenerateIdentityRequest,
  type PageQuery,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { IdentitiesService } from '@joulefleet/fleet';
import { Endpoint, AuditActor } from './endpoint';
import { ParseBody } from './parse-body';

/** Private keys can be imported but never read back. */
@Controller()
export class IdentitiesController {
  constructor(private readonly identities: IdentitiesService) {}

  @Endpoint(identityRoutes.importIdentity)
  async import(
    @AuditActor() actor: Actor,
    @Body(new ParseBody(importIdentityRequest)) request: ImportIdentityRequest,
  ): Promise<IdentityView> {
    return this.identities.import(request, actor);
  }

  @Endpoint(identityRoutes.generateIdentity)
  async make(
    @AuditActor() actor: Actor,
    @Body(new ParseBody(generateIdentityRequest)) request: GenerateIdentityRequest,
  ): Promise<IdentityView> {
    return this.identities.make(request, actor);
  }

  @Endpoint(identityRoutes.listIdentities)
  async list(@Query(new ParseBody(pageQuery)) page: PageQuery): Promise<IdentityList> {
    return this.identities.list(page);
  }

  @Endpoint(identityRoutes.removeIdentity)
  async remove(@AuditActor() actor: Actor, @Param('name') name: string): Promise<void> {
    await this.identities.remove(name, actor);
  }
}
