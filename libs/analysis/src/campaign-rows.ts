import { Inject, Injectable } from '@nestjs/common';
import { runInSlices } from '@joulefleet/campaigns';
import { compareCells, repeatabilityOfDevices, type ComparisonRow, type DeviceRepeatability } from '@joulefleet/core';
import { DATABASE, type CampaignSummary, type Database } from '@joulefleet/store';
import { measuredCells, type Measured } from './measured-cells';

/** Which rows of a campaign are wanted; null or left out: all. */
export interface RowFilter {
  device?: string | null;
  workload?: string | null;
}

/** The compared cells of a campaign with what holds for their figures. */
export interface ComparedCampaign extends Omit<Measured, 'cells'> {
  rows: ComparisonRow[];
  repeatability: DeviceRepeatability[];
}

/** The compared cells of campaigns, over what is accepted so far. */
@Injectable()
export class CampaignRows {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Rows by device, workload and batch size. Variances are pooled over all cells of a device, whatever the filter. */
  async rows(campaign: CampaignSummary, { device, workload = null }: RowFilter = {}): Promise<ComparisonRow[]> {
    const { rows } = await this.compared(campaign, device);
    return workload === null ? rows : rows.filter((row) => row.workload === workload);
  }

  /** The rows of one device, or of all (null), with the devices' repeatability, sensors and calibrations. */
  async compared({ id }: CampaignSummary, device: string | null = null): Promise<ComparedCampaign> {
    const { cells, ...circumstances } = await measuredCells(this.database, id, device);
    const rows = await runInSlices(compareCells(cells));
    return { rows, repeatability: await runInSlices(repeatabilityOfDevices(cells)), ...circumstances };
  }
}
