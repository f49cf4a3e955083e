import { Body, Controller, Param } from '@nestjs/common';
import { CampaignSettings } from '@joulefleet/campaigns';
import {
  archiveRequest,
  campaignRoutes,
  priorityRequest,
  shareRequest,
  type ArchiveRequest,
  type CampaignFileView,
  type CampaignView,
  type PriorityRequest,
  type ShareRequest,
} from '@joulefleet/contracts';
import type { Actor } from '@joulefleet/core';
import { AuditActor, Caller, Endpoint, type Principal } from './endpoint';
import { ParseBody } from './parse-body';

/** What belongs to a campaign beside its measurements. `:id` is an id, or a prefix that is unique to the caller. */
@Controller()
export class CampaignSettingsController {
  constructor(private readonly settings: CampaignSettings) {}

  @Endpoint(campaignRoutes.showCampaignFile)
  async file(@Caller() caller: Principal, @Param('id') id: string): Promise<CampaignFileView> {
    return this.settings.file(caller, id);
  }

  @Endpoint(campaignRoutes.shareCampaign)
  async share(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Param('id') id: string,
    @Body(new ParseBody(shareRequest)) request: ShareRequest,
  ): Promise<CampaignView> {
    return this.settings.share(caller, actor, id, request);
  }

  @Endpoint(campaignRoutes.prioritiseCampaign)
  async prioritise(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Param('id') id: string,
    @Body(new ParseBody(priorityRequest)) request: PriorityRequest,
  ): Promise<CampaignView> {
    return this.settings.prioritise(caller, actor, id, request);
  }

  @Endpoint(campaignRoutes.archiveCampaign)
  async archive(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Param('id') id: string,
    @Body(new ParseBody(archiveRequest)) request: ArchiveRequest,
  ): Promise<CampaignView> {
    return this.settings.archive(caller, actor, id, request);
  }
}
