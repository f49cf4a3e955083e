import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  facts,
  type CampaignView,
  type LaunchRequest,
  type LaunchResult,
  type ProgressView,
} from '@joulefleet/contracts';
import { Fault, type Cell } from '@joulefleet/core';
import { Nudges } from '@joulefleet/queue';
import {
  DATABASE,
  findCampaigns,
  insertCampaign,
  listCampaigns,
  listDevices,
  readProgress,
  type CampaignSummary,
  type CellToInsert,
  type Database,
} from '@joulefleet/store';
import { campaignView, progressView } from './campaign-view';
import { planCampaign, type PlannableDevice } from './plan-campaign';

const LISTED = 100;

@Injectable()
export class CampaignsService {
  private readonly logger = new Logger('campaigns');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly nudges: Nudges,
  ) {}

  /**
   * Plans a campaign on the enrolled devices and, unless it is a dry run, stores and starts it.
   * @throws BadCampaign: nothing is stored.
   */
  async launch(request: LaunchRequest): Promise<LaunchResult> {
    const plan = planCampaign(request.source, request.sourceName, await this.plannableDevices());
    if (request.dryRun) return { campaign: null, plan: plan.view };
    const id = await insertCampaign(this.database, {
      name: plan.spec.name,
      source: request.source,
      spec: plan.spec,
      simulated: plan.simulated,
      cells: plan.cells.map(cellToInsert),
      trials: plan.trials,
    });
    this.logger.log({ campaignId: id, trials: plan.trials.length }, `launched ${plan.spec.name}`);
    this.nudges.publish('dispatch');
    return { campaign: campaignView(await this.find(id)), plan: plan.view };
  }

  /** The newest first. */
  async list(): Promise<CampaignView[]> {
    return (await listCampaigns(this.database, LISTED)).map(campaignView);
  }

  async show(idPrefix: string): Promise<CampaignView> {
    return campaignView(await this.find(idPrefix));
  }

  async progress(idPrefix: string): Promise<ProgressView> {
    const campaign = await this.find(idPrefix);
    return progressView(campaign, await readProgress(this.database, campaign.id), Date.now());
  }

  /** @throws Fault `campaign_unknown` or `campaign_ambiguous` (operator). */
  async find(idPrefix: string): Promise<CampaignSummary> {
    const [campaign, second] = await findCampaigns(this.database, idPrefix);
    if (campaign && !second) return campaign;
    const what = campaign ? 'more than one campaign begins' : 'no campaign begins';
    throw new Fault(`${what} with the id ${idPrefix}`, {
      code: campaign ? 'campaign_ambiguous' : 'campaign_unknown',
      origin: 'operator',
      transient: false,
      remedy: 'See `joulefleet campaign list`.',
    });
  }

  /** Devices that can be planned for: those with facts, whatever their availability now. */
  private async plannableDevices(): Promise<PlannableDevice[]> {
    const devices = await listDevices(this.database);
    return devices.flatMap((device) => {
      const known = facts.safeParse(device.facts);
      if (!known.success || device.availability === 'retired') return [];
      const { id: deviceId, name, deviceClass, labels, simulated } = device;
      return [{ deviceId, name, deviceClass, labels, simulated, facts: known.data }];
    });
  }
}

function cellToInsert({ cellKey, deviceClass, levels }: Cell): CellToInsert {
  const { cpuKhz, gpuHz, command, ...rest } = levels;
  return {
    ...rest,
    cellKey,
    deviceClass,
    command: command && [...command],
    cpuKhz: cpuKhz === 'dvfs' ? null : cpuKhz,
    gpuHz: gpuHz === 'dvfs' ? null : gpuHz,
  };
}
