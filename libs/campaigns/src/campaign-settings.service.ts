import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import type {
  ArchiveRequest,
  CampaignFileView,
  CampaignView,
  PriorityRequest,
  ShareRequest,
} from '@joulefleet/contracts';
import { Fault, hasEnded, type Actor, type Caller, type CampaignState } from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import {
  DATABASE,
  inTransaction,
  readCampaignSource,
  readUserNames,
  setArchived,
  setPriority,
  shareCampaign,
  writeCampaignEvent,
  type CampaignSummary,
  type Database,
  type Queryable,
} from '@joulefleet/store';
import { CampaignsService } from './campaigns.service';
import { checkShares, requireOwner } from './check-shares';

/** What belongs to a campaign beside its measurements: who sees it, what comes first, whether it is listed, its file. */
@Injectable()
export class CampaignSettings {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly nudges: Nudges,
    private readonly campaigns: CampaignsService,
    private readonly audit: Audit,
  ) {}

  /**
   * Says who else may see and stop it.
   * @throws Fault `campaign_unknown`, `campaign_ambiguous`, `not_owner`, `user_unknown` (operator).
   */
  async share(caller: Caller, actor: Actor, idPrefix: string, request: ShareRequest): Promise<CampaignView> {
    const campaign = await this.owned(caller, idPrefix, 'share it');
    const sharedWith = checkShares(request.sharedWith, await readUserNames(this.database));
    const change = { before: { sharedWith: campaign.sharedWith }, after: { sharedWith } };
    await this.change(actor, campaign, 'share', change, (db) => shareCampaign(db, campaign.id, sharedWith));
    return this.campaigns.show(caller, campaign.id);
  }

  /**
   * Of two campaigns that want a device, the one of higher priority gets it; what a device has in hand is finished first.
   * @throws Fault `campaign_unknown`, `campaign_ambiguous`, `not_owner` (operator).
   */
  async prioritise(
    caller: Caller,
    actor: Actor,
    idPrefix: string,
    { priority }: PriorityRequest,
  ): Promise<CampaignView> {
    const campaign = await this.owned(caller, idPrefix, 'change its priority');
    const change = { before: { priority: campaign.priority }, after: { priority } };
    await this.change(actor, campaign, 'priority', change, (db) => setPriority(db, campaign.id, priority));
    this.nudges.publish('dispatch');
    return this.campaigns.show(caller, campaign.id);
  }

  /**
   * Takes a campaign that has ended out of the list, or puts it back. Its results stay.
   * @throws Fault `campaign_unknown`, `campaign_ambiguous`, `not_owner`, `campaign_not_ended` (operator).
   */
  async archive(caller: Caller, actor: Actor, idPrefix: string, { archived }: ArchiveRequest): Promise<CampaignView> {
    const campaign = await this.owned(caller, idPrefix, 'archive it');
    if (archived && !hasEnded(campaign.state as CampaignState)) throw notEnded(campaign);
    const change = { before: { archived: campaign.archivedAt !== null }, after: { archived } };
    await this.change(actor, campaign, 'archive', change, (db) => setArchived(db, campaign.id, archived));
    return this.campaigns.show(caller, campaign.id);
  }

  /** The campaign file, to read or to launch again. @throws Fault `campaign_unknown`, `campaign_ambiguous` (operator). */
  async file(caller: Caller, idPrefix: string): Promise<CampaignFileView> {
    const { id, name } = await this.campaigns.find(caller, idPrefix);
    return { id, name, source: await readCampaignSource(this.database, id) };
  }

  private async owned(caller: Caller, idPrefix: string, what: string): Promise<CampaignSummary> {
    const campaign = await this.campaigns.find(caller, idPrefix);
    requireOwner(caller, campaign, what);
    return campaign;
  }

  /** What stands so already is neither stored nor audited. */
  private async change(
    actor: Actor,
    { id }: CampaignSummary,
    verb: 'share' | 'priority' | 'archive',
    { before, after }: { before: object; after: object },
    apply: (db: Queryable) => Promise<void>,
  ): Promise<void> {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    await inTransaction(this.database, async (client) => {
      await apply(client);
      await this.audit.record(
        actor,
        { action: `campaign.${verb}`, subject: 'campaign', subjectId: id, before, after },
        client,
      );
      await writeCampaignEvent(client, id, verb, actor.name);
    });
  }
}

function notEnded({ name, state }: CampaignSummary): Fault {
  return new Fault(`${name} is ${state}: only what has ended is archived`, {
    code: 'campaign_not_ended',
    origin: 'operator',
    transient: false,
    remedy: 'Stop or cancel it first.',
  });
}
