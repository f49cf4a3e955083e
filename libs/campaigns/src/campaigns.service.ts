import { Inject, Injectable, Logger } from '@nestjs/common';
import { Audit, TooMany } from '@joulefleet/access';
import {
  facts,
  type CampaignList,
  type CampaignQuery,
  type CampaignView,
  type LaunchRequest,
  type LaunchResult,
  type PlanView,
  type ProgressView,
} from '@joulefleet/contracts';
import {
  arrangeTrials,
  buildStrategy,
  Fault,
  proposeLaunch,
  Semaphore,
  type Actor,
  type Caller,
  type Principal,
} from '@joulefleet/core';
import { LiveReadings, Nudges } from '@joulefleet/queue';
import {
  DATABASE,
  findCampaigns,
  insertCampaign,
  listCampaigns,
  listDevices,
  readKnownCells,
  readProgress,
  writeCampaignEvent,
  type CampaignSummary,
  type Database,
  type DeviceWithLease,
  type Queryable,
} from '@joulefleet/store';
import { CAMPAIGN_LIMITS, type CampaignLimits } from './campaign-limits';
import { campaignView, progressView } from './campaign-view';
import { cellsToInsert, sharers } from './cells-to-insert';
import { estimateCampaign } from './estimate-campaign';
import { estimateSearch } from './estimate-search';
import { runInSlices } from './run-in-slices';
import { trialsOnDevices } from './search-space';
import { narrowPlan, type PlanShape } from './shape-plan';
import { startFromEarlier } from './start-from-earlier';
import { warnOfShortWindows } from './warn-of-short-windows';
import { planCampaign, type CampaignPlan, type PlannableDevice } from './plan-campaign';

/** Each holds the text of its file while it waits, and may plan for ten seconds. */
const MAX_WAITING = 16;
const RETRY_AFTER_S = 10;

/** Writes in the transaction that stores the campaign with this id. */
export type Alongside = (db: Queryable, campaignId: string) => Promise<void>;

interface LaunchExtras {
  alongside: Alongside | undefined;
  shape: PlanShape;
}

/** A campaign, or null of a dry run, and its plan. */
export type Launched = Pick<LaunchResult, 'campaign' | 'plan'>;

@Injectable()
export class CampaignsService {
  private readonly logger = new Logger('campaigns');
  /** One at a time: a plan of the largest size takes tens of megabytes. */
  private readonly planner = new Semaphore(1);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly nudges: Nudges,
    private readonly live: LiveReadings,
    private readonly audit: Audit,
    @Inject(CAMPAIGN_LIMITS) private readonly limits: CampaignLimits,
  ) {}

  /**
   * Plans a campaign on the enrolled devices and, unless it is a dry run, stores and starts it; it is the caller's.
   *
   * @param alongside what stands or falls with the stored campaign.
   * @param shape which of the file's cells are measured, and which come first.
   * @throws BadCampaign; TooMany `planner_busy` when too many wait already. Nothing is stored.
   */
  async launch(
    caller: Principal,
    actor: Actor,
    request: LaunchRequest,
    alongside?: Alongside,
    shape: PlanShape = {},
  ): Promise<Launched> {
    const { id, plan } = await this.inTurn(() => this.planAndStore(caller, actor, request, { alongside, shape }));
    if (id === null) return { campaign: null, plan };
    this.nudges.publish('dispatch');
    return { campaign: campaignView(await this.find(caller, id)), plan };
  }

  /** Those that the caller may see, the newest first; archived ones only when asked for. */
  async list(caller: Caller, { limit, cursor, archived }: CampaignQuery): Promise<CampaignList> {
    const page = { limit: limit + 1, before: cursor, archived: archived === 'true' };
    const campaigns = (await listCampaigns(this.database, caller, page)).map(campaignView);
    return { campaigns: campaigns.slice(0, limit), nextCursor: campaigns[limit] ? campaigns[limit - 1]!.id : null };
  }

  async show(caller: Caller, idPrefix: string): Promise<CampaignView> {
    return campaignView(await this.find(caller, idPrefix));
  }

  async progress(caller: Caller, idPrefix: string): Promise<ProgressView> {
    const campaign = await this.find(caller, idPrefix);
    const { readings } = this.live.since(0, campaign.id);
    return progressView(campaign, await readProgress(this.database, campaign.id), Date.now(), readings);
  }

  /** One that the caller may see. @throws Fault `campaign_unknown` or `campaign_ambiguous` (operator). */
  async find(caller: Caller, idPrefix: string): Promise<CampaignSummary> {
    const [campaign, second] = await findCampaigns(this.database, caller, idPrefix);
    if (campaign && !second) return campaign;
    const what = campaign ? 'more than one campaign begins' : 'no campaign begins';
    throw new Fault(`${what} with the id ${idPrefix}`, {
      code: campaign ? 'campaign_ambiguous' : 'campaign_unknown',
      origin: 'operator',
      transient: false,
      remedy: 'See `joulefleet campaign list`.',
    });
  }

  /**
   * Plans a campaign file on the enrolled devices, and hands the plan on while no other is made.
   * @throws BadCampaign; TooMany `planner_busy`.
   */
  async withPlan<T>(
    caller: Principal,
    file: { source: string; sourceName: string },
    use: (plan: CampaignPlan) => Promise<T>,
  ): Promise<T> {
    return this.inTurn(async () => use(await this.planFile(caller, file.source, file.sourceName)));
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.planner.queued >= MAX_WAITING) {
      throw new TooMany('planner_busy', `${MAX_WAITING} campaigns wait to be planned`, RETRY_AFTER_S);
    }
    return this.planner.run(work);
  }

  private async planFile(caller: Principal, source: string, sourceName: string): Promise<CampaignPlan> {
    const devices = await runInSlices(plannable(await listDevices(this.database)));
    const mayAllow = caller.scopes.includes('devices:write');
    return runInSlices(planCampaign(source, sourceName, devices, mayAllow, this.limits));
  }

  private async planAndStore(
    caller: Principal,
    actor: Actor,
    { source, sourceName, dryRun }: LaunchRequest,
    { alongside, shape }: LaunchExtras,
  ): Promise<{ id: string | null; plan: PlanView }> {
    const planned = await this.planFile(caller, source, sourceName);
    const narrowed = shape.keeps ? narrowPlan(planned, shape.keeps) : planned;
    const plan = await startFromEarlier(this.database.pool, caller, narrowed);
    const view = await this.withHistory(plan);
    if (dryRun) return { id: null, plan: view };
    const id = await this.store(caller, actor, source, { ...plan, view }, { alongside, shape });
    this.logger.log({ campaignId: id, trials: plan.view.trials }, `launched ${plan.spec.name}`);
    return { id, plan: view };
  }

  /** The plan with what earlier trials say about its windows, time and energy. */
  private async withHistory(plan: CampaignPlan): Promise<PlanView> {
    const classes = [...new Set(plan.cells.map(({ deviceClass }) => deviceClass))];
    const workloads = [...new Set(plan.cells.map(({ levels }) => levels.workload))];
    const known = await readKnownCells(this.database, classes, workloads);
    const warnings = await runInSlices(warnOfShortWindows(plan, known));
    const estimated = await estimateCampaign(this.database.pool, plan, known);
    const view = { ...plan.view, warnings: [...plan.view.warnings, ...warnings] };
    if (!view.search) return { ...view, estimate: estimated };
    const { estimate, sweepS } = estimateSearch(estimated, trialsOnDevices(plan.spec, plan.searches ?? []));
    return { ...view, search: { ...view.search, sweepS }, estimate };
  }

  private async store(
    caller: Caller,
    actor: Actor,
    source: string,
    plan: CampaignPlan & { view: PlanView },
    { alongside, shape: { rankOf } }: LaunchExtras,
  ): Promise<string> {
    const { spec, strategy, simulated, devices, view } = plan;
    const ownerId = caller.userId;
    const cells = cellsToInsert(plan);
    const proposed = proposeLaunch(buildStrategy(strategy), devices);
    const nameOf = new Map(devices.map(({ deviceId, name }) => [deviceId, name]));
    const trials = rankOf
      ? arrangeTrials(proposed, (cell, deviceId) => rankOf(plan.cells[cell]!, nameOf.get(deviceId)!))
      : proposed;
    const campaign = {
      name: spec.name,
      source,
      spec,
      strategy,
      simulated,
      ownerId,
      estimate: view.estimate,
      cells,
      deviceIds: sharers(plan),
      trials,
    };
    return insertCampaign(this.database, campaign, async (client, subjectId) => {
      const after = { name: spec.name, state: 'running', trials: view.trials };
      await this.audit.record(actor, { action: 'campaign.launch', subject: 'campaign', subjectId, after }, client);
      await alongside?.(client, subjectId);
      await writeCampaignEvent(client, subjectId, 'launch', actor.name);
    });
  }
}

/** Devices with facts, whatever their availability now. Yields after each: facts of a large fleet take a while to parse. */
function* plannable(devices: readonly DeviceWithLease[]): Generator<void, PlannableDevice[]> {
  const found: PlannableDevice[] = [];
  for (const device of devices) {
    const known = facts.safeParse(device.facts);
    yield;
    if (!known.success) continue;
    const { id: deviceId, name, deviceClass, availability, labels, group, simulated, allowCommands } = device;
    const about = { deviceId, name, deviceClass, availability, labels, group, simulated, allowCommands };
    found.push({ ...about, workloads: known.data.workloads, facts: known.data });
  }
  return found;
}
