import { Injectable } from '@nestjs/common';
import { campaignView } from '@joulefleet/campaigns';
import type { SweepQuery, SweepView } from '@joulefleet/contracts';
import type { ComparisonRow } from '@joulefleet/core';
import type { CampaignSummary } from '@joulefleet/store';
import { CampaignRows } from '../campaign-rows';
import { viewNotes, type ViewFilter } from './notes';
import { sweepsOf } from './sweep-view';

/** Views over what is accepted so far. What is too much for one answer is left out and counted. */
@Injectable()
export class ViewsService {
  constructor(private readonly campaignRows: CampaignRows) {}

  async sweep(campaign: CampaignSummary, query: SweepQuery): Promise<SweepView> {
    const rows = await this.rows(campaign, query);
    return this.withHead(campaign, query, rows, sweepsOf(rows, query));
  }

  private async rows(campaign: CampaignSummary, { batchSize, ...filter }: ViewFilter): Promise<ComparisonRow[]> {
    const { device = null, workload = null } = filter;
    const rows = await this.campaignRows.rows(campaign, { device, workload });
    return batchSize === undefined ? rows : rows.filter((row) => row.batchSize === batchSize);
  }

  private withHead<T extends { notes: string[] }>(
    campaign: CampaignSummary,
    filter: ViewFilter,
    rows: readonly ComparisonRow[],
    { notes, ...view }: T,
  ) {
    const head = campaignView(campaign);
    return { campaign: head, simulated: head.simulated, ...view, notes: viewNotes(head, filter, rows, notes) };
  }
}
