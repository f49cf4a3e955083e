import { Inject, Injectable } from '@nestjs/common';
import { campaignView, runInSlices } from '@joulefleet/campaigns';
import type { ReportView } from '@joulefleet/contracts';
import { compareCells, compareDevices, repeatabilityOfDevices } from '@joulefleet/core';
import { DATABASE, readUnusedAttempts, type CampaignSummary, type Database } from '@joulefleet/store';
import { findWarnings } from './find-warnings';
import { measuredCells } from './measured-cells';

@Injectable()
export class ReportService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The comparison over what is accepted so far: optimum against DVFS per device and workload, device against device. */
  async report(campaign: CampaignSummary): Promise<ReportView> {
    const [{ cells, sensorSetups }, unused] = await Promise.all([
      measuredCells(this.database, campaign.id),
      readUnusedAttempts(this.database, campaign.id),
    ]);
    const rows = await runInSlices(compareCells(cells));
    const view = campaignView(campaign);
    return {
      campaign: view,
      simulated: campaign.simulated,
      repeatabilityPct: await runInSlices(repeatabilityOfDevices(cells)),
      rows,
      ratios: await runInSlices(compareDevices(rows)),
      ...unused,
      warnings: findWarnings(view, rows, sensorSetups),
    };
  }
}
