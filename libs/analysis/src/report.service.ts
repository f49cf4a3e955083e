import { Inject, Injectable } from '@nestjs/common';
import { campaignView, runInSlices } from '@joulefleet/campaigns';
import type { ReportQuery, ReportView } from '@joulefleet/contracts';
import { compareDevices, deviceEffects } from '@joulefleet/core';
import {
  DATABASE,
  readConditions,
  readDeviceTotals,
  readFindings,
  type CampaignSummary,
  type Database,
} from '@joulefleet/store';
import { CampaignRows } from './campaign-rows';
import { conditionsOfCampaign, protocolOfCampaign } from './conditions';
import { findWarnings } from './find-warnings';
import { governedClocks } from './governed-clocks';
import { limitRows } from './limit-rows';
import { scoreEstimate } from './score-estimate';
import { sentinelsOf } from './sentinels';
import { withFigures } from './with-figures';

/** Trials of each cell in the study, which a stopping rule is compared with. */
const FIXED_TRIALS = 10;
/** What one report shows: four megabytes of JSON, which are made in one piece. */
const MOST = { rows: 1_000, cells: 5_000, ratios: 2_000, unused: 500, clocks: 1_000, conditions: 500 };

@Injectable()
export class ReportService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly campaignRows: CampaignRows,
  ) {}

  /**
   * The comparison over what is accepted so far: optimum against DVFS per device and workload, device against device. Of one device
   * its figures are the same as among all. What is too much for one report is left out and counted.
   */
  async report(
    campaign: CampaignSummary,
    { device = null }: { device?: ReportQuery['device'] | null } = {},
  ): Promise<ReportView> {
    const [
      { rows: all, repeatability, sensorSetups, shuntAssumed, calibrated },
      governed,
      { rejected, flagged, failures },
      stored,
      totals,
      sentinels,
    ] = await Promise.all([
      this.campaignRows.compared(campaign, device),
      governedClocks(this.database, campaign.id, device, MOST.clocks),
      readFindings(this.database, campaign.id, device, MOST.unused),
      readConditions(this.database, campaign.id, device, MOST.conditions),
      readDeviceTotals(this.database.pool, campaign.id, device),
      sentinelsOf(this.database, campaign.id, device),
    ]);
    const { rows, leftOut } = limitRows(all, MOST);
    const { ratios, leftOut: ratiosLeftOut } = await runInSlices(compareDevices(rows, MOST.ratios));
    const view = campaignView(campaign);
    const protocol = protocolOfCampaign(stored.spec, campaign);
    const conditions = await runInSlices(conditionsOfCampaign(stored.facts));
    return {
      campaign: view,
      simulated: campaign.simulated,
      protocol,
      repeated: protocol?.repeat ? { trials: campaign.counts.total, fixedTrials: FIXED_TRIALS * campaign.cells } : null,
      estimate: scoreEstimate(stored.estimate, campaign, totals),
      conditions,
      calibrations: calibrated,
      repeatabilityPct: repeatability,
      rows: rows.map(withFigures),
      ratios,
      deviceEffects: await runInSlices(deviceEffects(all)),
      governedClocks: governed.clocks,
      sentinels,
      rejected: rejected.entries,
      flagged: flagged.entries,
      failures: failures.entries,
      warnings: await runInSlices(
        findWarnings(view, all, { sensorSetups, shuntAssumed, calibrated, conditions, sentinels, ratios }),
      ),
      leftOut: {
        ...leftOut,
        ratios: ratiosLeftOut,
        governedClocks: governed.leftOut,
        rejected: rejected.leftOut,
        flagged: flagged.leftOut,
        failures: failures.leftOut,
      },
    };
  }
}
