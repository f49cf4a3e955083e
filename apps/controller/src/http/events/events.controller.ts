import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import { Authenticator } from '@joulefleet/access';
import { CampaignsService } from '@joulefleet/campaigns';
import { eventId, eventQuery, eventRoutes, type EventQuery, type Route } from '@joulefleet/contracts';
import type { Principal } from '@joulefleet/core';
import type { Response } from 'express';
import { forbidden, unauthorized } from '../access-faults';
import { Caller, Endpoint, type AuthenticatedRequest } from '../endpoint';
import { identify } from '../identify';
import { ParseBody } from '../parse-body';
import { EventStreams } from './event-streams';

/** Server-Sent Events of campaigns and of the fleet. The caller is identified again and again while a stream is open. */
@Controller()
export class EventsController {
  constructor(
    private readonly streams: EventStreams,
    private readonly campaigns: CampaignsService,
    private readonly authenticator: Authenticator,
  ) {}

  @Endpoint(eventRoutes.streamCampaignEvents)
  async streamCampaign(
    @Caller() caller: Principal,
    @Param('id') idPrefix: string,
    @Query(new ParseBody(eventQuery)) query: EventQuery,
    @Req() request: AuthenticatedRequest,
    @Res() response: Response,
  ): Promise<void> {
    const { id } = await this.campaigns.find(caller, idPrefix);
    const checkAccess = async () =>
      this.campaigns.find(await this.identifyAgain(request, eventRoutes.streamCampaignEvents), id);
    await this.streams.run(caller.name, id, startOf(request, query), { response, checkAccess });
  }

  @Endpoint(eventRoutes.streamFleetEvents)
  async streamFleet(
    @Caller() caller: Principal,
    @Query(new ParseBody(eventQuery)) query: EventQuery,
    @Req() request: AuthenticatedRequest,
    @Res() response: Response,
  ): Promise<void> {
    const checkAccess = () => this.identifyAgain(request, eventRoutes.streamFleetEvents);
    await this.streams.run(caller.name, null, startOf(request, query), { response, checkAccess });
  }

  private async identifyAgain(request: AuthenticatedRequest, { scope }: Route): Promise<Principal> {
    const principal = (await identify(this.authenticator, request))?.principal;
    if (!principal) throw unauthorized();
    if (scope !== 'open' && !principal.scopes.includes(scope)) throw forbidden(principal, scope);
    return principal;
  }
}

/** A browser that connects again sends the id of its last event beside the query of its first request. */
function startOf({ headers }: AuthenticatedRequest, { after }: EventQuery): number | null {
  const last = eventId.safeParse(headers['last-event-id'] || undefined);
  return last.success ? last.data : (after ?? null);
}
