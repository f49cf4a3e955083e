import { Inject, Injectable } from '@nestjs/common';
import type { ExportQuery } from '@joulefleet/contracts';
import { DATABASE, type CampaignSummary, type Database } from '@joulefleet/store';
import { CampaignRows } from '../campaign-rows';
import { encodeTable, type ExportPart } from './encode-table';
import { withTable } from './export-rows';

@Injectable()
export class ExportService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly campaignRows: CampaignRows,
  ) {}

  /**
   * The file of a campaign, part by part, read and encoded as it is taken. Each page of trials is read by itself: of a campaign that
   * runs, the file has what was there when its page was read.
   */
  export(campaign: CampaignSummary, query: ExportQuery): AsyncGenerator<ExportPart> {
    return withTable(this.database, this.campaignRows, campaign, query, (table) => encodeTable(table, query.format));
  }
}
