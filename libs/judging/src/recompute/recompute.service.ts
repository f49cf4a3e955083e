import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import type { RecomputePage, RecomputeRequest } from '@joulefleet/contracts';
import { Fault, type Actor, type Caller } from '@joulefleet/core';
import { DATABASE, type CampaignSummary, type Database } from '@joulefleet/store';
import { recomputePageOf } from './recompute-page';

/** Judges stored raw data anew with the present code. */
@Injectable()
export class RecomputeService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /**
   * One page of trials of a campaign that the caller may see. An entry of the audit log is written before a page is applied.
   * @throws Fault `not_owner` (operator) when somebody else than its owner or an admin applies it.
   */
  async recompute(
    caller: Caller,
    actor: Actor,
    campaign: CampaignSummary,
    request: RecomputeRequest,
  ): Promise<RecomputePage> {
    if (request.apply) {
      requireOwner(caller, campaign);
      const after = { after: request.after ?? null, limit: request.limit };
      await this.audit.record(actor, {
        action: 'campaign.recompute',
        subject: 'campaign',
        subjectId: campaign.id,
        after,
      });
    }
    return recomputePageOf(this.database, campaign.id, request);
  }
}

function requireOwner(caller: Caller, { ownerId, owner }: CampaignSummary): void {
  if (caller.role === 'admin' || (ownerId !== null && ownerId === caller.userId)) return;
  throw new Fault(`the campaign is ${owner ?? 'nobody'}'s; only its owner or an admin may change its results`, {
    code: 'not_owner',
    origin: 'operator',
    transient: false,
    remedy: `Ask ${owner ?? 'an admin'}; a dry run is for everyone who may stop the campaign.`,
  });
}
