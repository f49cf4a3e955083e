import { Injectable } from '@nestjs/common';
import { campaignView, runInSlices } from '@joulefleet/campaigns';
import type {
  BatchesQuery,
  BatchesView,
  DevicesQuery,
  DevicesView,
  FrontQuery,
  FrontView,
  GovernorsQuery,
  GovernorsView,
  ImplementationsQuery,
  ImplementationsView,
  PhasesQuery,
  PhasesView,
  SweepQuery,
  SweepView,
  TopologyQuery,
  TopologyView,
} from '@joulefleet/contracts';
import { lowGrades, type ComparisonRow, type TrustGrade } from '@joulefleet/core';
import type { CampaignSummary } from '@joulefleet/store';
import { CampaignRows, type ReadRows } from '../campaign-rows';
import { batchesOf } from './batches-view';
import { devicesOf } from './devices-view';
import { frontOf } from './front-view';
import { governorsOf } from './governors-view';
import { implementationsOf } from './implementations-view';
import { viewNotes, type ViewFilter } from './notes';
import { phasesOfRows } from './phases-view';
import { sweepsOf } from './sweep-view';
import { topologyOfRows } from './topology-view';

/** Views over what is accepted so far. What is too much for one answer is left out and counted. */
@Injectable()
export class ViewsService {
  constructor(private readonly campaignRows: CampaignRows) {}

  async sweep(campaign: CampaignSummary, query: SweepQuery): Promise<SweepView> {
    return this.view(campaign, query, (rows) => sweepsOf(rows, query));
  }

  async batches(campaign: CampaignSummary, query: BatchesQuery): Promise<BatchesView> {
    return this.view(campaign, query, (rows) => runInSlices(batchesOf(rows, query)));
  }

  async devices(campaign: CampaignSummary, query: DevicesQuery): Promise<DevicesView> {
    return this.view(campaign, query, (rows) => runInSlices(devicesOf(rows, query)));
  }

  async front(campaign: CampaignSummary, query: FrontQuery): Promise<FrontView> {
    return this.view(campaign, query, (rows) => runInSlices(frontOf(rows)));
  }

  async implementations(campaign: CampaignSummary, query: ImplementationsQuery): Promise<ImplementationsView> {
    return this.view(campaign, query, (rows) => runInSlices(implementationsOf(rows)));
  }

  async governors(campaign: CampaignSummary, query: GovernorsQuery): Promise<GovernorsView> {
    return this.view(campaign, query, (rows) =>
      governorsOf(rows, () => this.campaignRows.governedClocks(campaign, query.device)),
    );
  }

  async topology(campaign: CampaignSummary, query: TopologyQuery): Promise<TopologyView> {
    const [read, clocks] = await Promise.all([
      this.read(campaign, query),
      this.campaignRows.governedClocks(campaign, query.device),
    ]);
    return this.withHead(campaign, query, read, await runInSlices(topologyOfRows(read.rows, query, clocks)));
  }

  async phases(campaign: CampaignSummary, query: PhasesQuery): Promise<PhasesView> {
    return this.view(campaign, query, (rows) => runInSlices(phasesOfRows(rows)));
  }

  private async view<T extends { notes: string[] }>(
    campaign: CampaignSummary,
    filter: ViewFilter,
    make: (rows: readonly ComparisonRow[]) => T | Promise<T>,
  ) {
    const read = await this.read(campaign, filter);
    return this.withHead(campaign, filter, read, await make(read.rows));
  }

  private async read(campaign: CampaignSummary, { batchSize, ...filter }: ViewFilter): Promise<ReadRows> {
    const { device = null, workload = null } = filter;
    const { rows, sensorSetups } = await this.campaignRows.rows(campaign, { device, workload });
    return { rows: batchSize === undefined ? rows : rows.filter((row) => row.batchSize === batchSize), sensorSetups };
  }

  private async withHead<T extends { notes: string[] }>(
    campaign: CampaignSummary,
    filter: ViewFilter,
    { rows, sensorSetups }: ReadRows,
    { notes, ...view }: T,
  ) {
    const head = campaignView(campaign);
    const grades = lowGrades(await runInSlices(gradesOf(rows)));
    const all = viewNotes(head, filter, { rows, grades, sensorSetups, own: notes });
    return { campaign: head, simulated: head.simulated, grades, ...view, notes: all };
  }
}

/** Of all cells. Yields after each row. */
function* gradesOf(rows: readonly ComparisonRow[]): Generator<void, TrustGrade[]> {
  const grades: TrustGrade[] = [];
  for (const { cells } of rows) {
    for (const { grade } of cells) grades.push(grade);
    yield;
  }
  return grades;
}
