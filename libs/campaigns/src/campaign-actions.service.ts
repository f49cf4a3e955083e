import { Inject, Injectable, Logger } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import type { CampaignView, ExtendRequest, ShareRequest } from '@joulefleet/contracts';
import {
  canExtend,
  decideAction,
  Fault,
  type Actor,
  type CampaignAction,
  type CampaignState,
  type Caller,
} from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import {
  DATABASE,
  extendCampaign,
  inTransaction,
  lockPlanSize,
  moveCampaign,
  readUserNames,
  shareCampaign,
  type CampaignSummary,
  type Database,
} from '@joulefleet/store';
import { CAMPAIGN_LIMITS, type CampaignLimits } from './campaign-limits';
import { CampaignsService } from './campaigns.service';
import { checkShares, requireOwner } from './check-shares';

/** What is done to a campaign that was launched. Who may not see it hears that there is none. */
@Injectable()
export class CampaignActions {
  private readonly logger = new Logger('campaigns');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly nudges: Nudges,
    private readonly campaigns: CampaignsService,
    private readonly audit: Audit,
    @Inject(CAMPAIGN_LIMITS) private readonly limits: CampaignLimits,
  ) {}

  /**
   * Pauses, resumes or cancels a campaign; workers that follow its shards hear of it at once. Of one that stands so already
   * nothing changes.
   * @throws Fault `campaign_unknown`, `campaign_ambiguous`, `campaign_ended` (operator).
   */
  async act(caller: Caller, actor: Actor, idPrefix: string, action: CampaignAction): Promise<CampaignView> {
    const campaign = await this.campaigns.find(caller, idPrefix);
    const decision = decideAction(campaign.state as CampaignState, action);
    if (decision.kind === 'ended') throw ended(campaign, action);
    if (decision.kind === 'move') {
      // Somebody else moved it meanwhile: decide again from where it stands.
      if (!(await this.move(actor, campaign, action, decision.to))) return this.act(caller, actor, idPrefix, action);
      if (action !== 'resume') this.nudges.publish(`stop:${campaign.id}`);
      this.nudges.publish('dispatch');
    }
    return this.campaigns.show(caller, campaign.id);
  }

  /**
   * Says who else may see and stop it.
   * @throws Fault `campaign_unknown`, `campaign_ambiguous`, `not_owner`, `user_unknown` (operator).
   */
  async share(caller: Caller, actor: Actor, idPrefix: string, request: ShareRequest): Promise<CampaignView> {
    const campaign = await this.campaigns.find(caller, idPrefix);
    requireOwner(caller, campaign);
    const sharedWith = checkShares(request.sharedWith, await readUserNames(this.database));
    await inTransaction(this.database, async (client) => {
      await shareCampaign(client, campaign.id, sharedWith);
      const before = { sharedWith: campaign.sharedWith };
      const about = { subject: 'campaign', subjectId: campaign.id, before, after: { sharedWith } } as const;
      await this.audit.record(actor, { action: 'campaign.share', ...about }, client);
    });
    return this.campaigns.show(caller, campaign.id);
  }

  /**
   * Gives every cell more repetitions: the campaign's strategy proposes them, after the trials that are there.
   * @throws Fault `campaign_unknown`, `campaign_ambiguous`, `campaign_ended`, `campaign_too_large` (operator).
   */
  async extend(caller: Caller, actor: Actor, idPrefix: string, request: ExtendRequest): Promise<CampaignView> {
    const campaign = await this.campaigns.find(caller, idPrefix);
    const { id, name } = campaign;
    await inTransaction(this.database, async (client) => {
      const { state, repetitions, cells, trials } = await lockPlanSize(client, id);
      if (!canExtend(state)) throw ended({ ...campaign, state }, 'extend');
      const total = trials + cells * request.repetitions;
      if (total > this.limits.maxTrials) throw tooLarge(name, total, this.limits);
      const after = { repetitions: repetitions + request.repetitions };
      await extendCampaign(client, id, after.repetitions);
      const about = { subject: 'campaign', subjectId: id, before: { state, repetitions }, after } as const;
      await this.audit.record(actor, { action: 'campaign.extend', ...about }, client);
    });
    this.logger.log({ campaignId: id, by: actor.name }, `extend: ${name} by ${request.repetitions} repetitions`);
    this.nudges.publish('dispatch');
    return this.campaigns.show(caller, id);
  }

  private async move(
    actor: Actor,
    { id, name, state }: CampaignSummary,
    action: CampaignAction,
    to: 'running' | 'paused' | 'cancelled',
  ): Promise<boolean> {
    const moved = await inTransaction(this.database, async (client) => {
      if (!(await moveCampaign(client, id, state as CampaignState, to, actor.name))) return false;
      const about = { subject: 'campaign', subjectId: id, before: { state }, after: { state: to } } as const;
      await this.audit.record(actor, { action: `campaign.${action}`, ...about }, client);
      return true;
    });
    if (moved) this.logger.log({ campaignId: id, by: actor.name }, `${action}: ${name} is ${to}`);
    return moved;
  }
}

function tooLarge(name: string, trials: number, { maxTrials }: CampaignLimits): Fault {
  return new Fault(`${name} would have ${trials} trials; at most ${maxTrials} in one campaign`, {
    code: 'campaign_too_large',
    origin: 'operator',
    transient: false,
    remedy: 'Extend it by fewer repetitions, or launch another campaign.',
  });
}

function ended({ name, state }: CampaignSummary, action: CampaignAction | 'extend'): Fault {
  return new Fault(`${name} is ${state}: there is nothing to ${action}`, {
    code: 'campaign_ended',
    origin: 'operator',
    transient: false,
    remedy: 'Launch it again to measure more.',
  });
}
