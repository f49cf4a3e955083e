import { Inject, Injectable, Logger } from '@nestjs/common';
import { Audit } from '@joulefleet/access';
import type { CampaignView, ExtendRequest } from '@joulefleet/contracts';
import {
  canGoOn,
  decideAction,
  Fault,
  type Actor,
  type CampaignAction,
  type CampaignState,
  type Caller,
  type Principal,
} from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import {
  DATABASE,
  extendByPlan,
  extendCampaign,
  fillCampaign,
  inTransaction,
  lockFillable,
  lockPlan,
  lockPlanSize,
  moveCampaign,
  writeCampaignEvent,
  type CampaignSummary,
  type Database,
} from '@joulefleet/store';
import { CAMPAIGN_LIMITS, type CampaignLimits } from './campaign-limits';
import { CampaignsService, type Alongside } from './campaigns.service';
import { extensionOf } from './extension-of';

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
   * Pauses, resumes, stops or cancels a campaign; workers that follow its shards hear of it at once. Of one that stands so already
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
   * Has measured what is missing: trials that were skipped, because a fault or a check kept them from counting, or the campaign was
   * stopped. Of one that misses nothing nothing changes; a search that was stopped, or had no device left, goes on all the same.
   *
   * @param alongside what stands or falls with it.
   * @throws Fault `campaign_unknown`, `campaign_ambiguous`, `campaign_ended`, `campaign_no_device` (operator).
   */
  async fill(caller: Caller, actor: Actor, idPrefix: string, alongside?: Alongside): Promise<CampaignView> {
    const campaign = await this.campaigns.find(caller, idPrefix);
    const { id, name } = campaign;
    const filled = await inTransaction(this.database, async (client) => {
      const { state, missing, devices } = await lockFillable(client, id);
      if (!canGoOn(state)) throw ended({ ...campaign, state }, 'fill');
      const isCutShort = state === 'stopped' || state === 'failed';
      if (isCutShort && devices === 0) throw noDevice(name);
      const hasMore = missing > 0 || (isCutShort && campaign.strategy === 'search');
      if (!hasMore || campaign.filling) return false;
      await fillCampaign(client, id);
      const about = {
        subject: 'campaign',
        subjectId: id,
        before: { state, missing },
        after: { state: 'running' },
      } as const;
      await this.audit.record(actor, { action: 'campaign.fill', ...about }, client);
      await alongside?.(client, id);
      await writeCampaignEvent(client, id, 'fill', actor.name);
      return true;
    });
    if (filled) {
      this.logger.log({ campaignId: id, by: actor.name }, `fill: ${name} goes on`);
      this.nudges.publish('dispatch');
    }
    return this.campaigns.show(caller, id);
  }

  /**
   * Gives every cell more repetitions, or adds the cells and devices of an edited file; what is there is not measured again.
   * @throws Fault `campaign_unknown`, `campaign_ambiguous`, `campaign_ended`, `campaign_searches`, `campaign_too_large`,
   * `protocol_differs` (operator); BadCampaign; TooMany `planner_busy`.
   */
  async extend(caller: Principal, actor: Actor, idPrefix: string, request: ExtendRequest): Promise<CampaignView> {
    const campaign = await this.campaigns.find(caller, idPrefix);
    const { id, name } = campaign;
    if (campaign.strategy === 'search') throw searches(name);
    const what =
      'source' in request
        ? await this.extendByFile(caller, actor, campaign, request)
        : await this.extendByRepetitions(actor, campaign, request.repetitions);
    this.logger.log({ campaignId: id, by: actor.name }, `extend: ${name} by ${what}`);
    this.nudges.publish('dispatch');
    return this.campaigns.show(caller, id);
  }

  private async extendByRepetitions(actor: Actor, campaign: CampaignSummary, more: number): Promise<string> {
    const { id, name } = campaign;
    await inTransaction(this.database, async (client) => {
      const { state, repetitions, cells, trials } = await lockPlanSize(client, id);
      if (!canGoOn(state)) throw ended({ ...campaign, state }, 'extend');
      requireRoom(name, trials + cells * more, this.limits);
      const after = { repetitions: repetitions + more };
      await extendCampaign(client, id, after.repetitions);
      const about = { subject: 'campaign', subjectId: id, before: { state, repetitions }, after } as const;
      await this.audit.record(actor, { action: 'campaign.extend', ...about }, client);
      await writeCampaignEvent(client, id, 'extend', actor.name);
    });
    return `${more} repetitions`;
  }

  private async extendByFile(
    caller: Principal,
    actor: Actor,
    campaign: CampaignSummary,
    file: { source: string; sourceName: string },
  ): Promise<string> {
    const { id, name } = campaign;
    const added = await this.campaigns.withPlan(caller, file, (plan) =>
      inTransaction(this.database, async (client) => {
        const locked = await lockPlan(client, id);
        if (!canGoOn(locked.state)) throw ended({ ...campaign, state: locked.state }, 'extend');
        const extension = extensionOf(file.source, plan, locked);
        requireRoom(name, locked.trials + extension.added, this.limits);
        await extendByPlan(client, id, extension.plan);
        const before = { state: locked.state, trials: locked.trials };
        const after = { trials: locked.trials + extension.added, repetitions: extension.plan.repetitions };
        const about = { subject: 'campaign', subjectId: id, before, after } as const;
        await this.audit.record(actor, { action: 'campaign.extend', ...about }, client);
        await writeCampaignEvent(client, id, 'extend', actor.name);
        return extension.added;
      }),
    );
    return `${added} trials`;
  }

  private async move(
    actor: Actor,
    { id, name, state }: CampaignSummary,
    action: CampaignAction,
    to: 'running' | 'paused' | 'stopped' | 'cancelled',
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

function requireRoom(name: string, trials: number, { maxTrials }: CampaignLimits): void {
  if (trials <= maxTrials) return;
  throw new Fault(`${name} would have ${trials} trials; at most ${maxTrials} in one campaign`, {
    code: 'campaign_too_large',
    origin: 'operator',
    transient: false,
    remedy: 'Extend it by less, or launch another campaign.',
  });
}

/** Every cell of it was there from the start, and it decides itself how often it measures one. */
function searches(name: string): Fault {
  return new Fault(`${name} is a search: it decides itself what it measures, and cannot be extended`, {
    code: 'campaign_searches',
    origin: 'operator',
    transient: false,
    remedy: 'Launch its file again, with a larger maxTrials or other levels.',
  });
}

function noDevice(name: string): Fault {
  return new Fault(`all devices of ${name} are retired: nothing can measure what is missing`, {
    code: 'campaign_no_device',
    origin: 'operator',
    transient: false,
    remedy: 'Check or enroll one of them again, then fill the campaign; or launch its file on other devices.',
  });
}

function ended({ name, state }: CampaignSummary, action: CampaignAction | 'extend' | 'fill'): Fault {
  return new Fault(`${name} is ${state}: there is nothing to ${action}`, {
    code: 'campaign_ended',
    origin: 'operator',
    transient: false,
    remedy: 'Launch it again to measure more.',
  });
}
