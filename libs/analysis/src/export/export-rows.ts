import type { ExportQuery } from '@joulefleet/contracts';
import {
  CAMPAIGN_COLUMNS,
  CELL_COLUMNS,
  INFERENCE,
  TRACE_COLUMNS,
  TRIAL_COLUMNS,
  type CampaignRow,
  type ExportColumn,
  type ExportedCampaign,
} from '@joulefleet/core';
import { readAttempts, readWorkUnits, type CampaignSummary, type Database } from '@joulefleet/store';
import type { CampaignRows } from '../campaign-rows';
import { traceRows } from './trace-rows';

/** The columns of a level, with its rows in batches that are read when they are asked for. */
export interface ExportTable<Row> {
  columns: readonly ExportColumn<Row>[];
  batches: AsyncIterable<readonly Row[]>;
}

/** Hands the rows of a level, or those of one trial, on to `take`, whatever they are. */
export function withTable<T>(
  database: Database,
  campaignRows: CampaignRows,
  campaign: CampaignSummary,
  { level, trial }: Pick<ExportQuery, 'level' | 'trial'>,
  take: <Row>(table: ExportTable<Row>) => T,
): T {
  const named = { campaignId: campaign.id, campaign: campaign.name, simulated: campaign.simulated };
  switch (level) {
    case 'trials':
    case 'attempts':
      return take({ columns: TRIAL_COLUMNS, batches: trials(database, named, level, trial) });
    case 'cells':
      return take({ columns: CELL_COLUMNS, batches: cells(comparedRows(campaignRows, campaign, named)) });
    case 'campaign':
      return take({ columns: CAMPAIGN_COLUMNS, batches: comparedRows(campaignRows, campaign, named) });
    case 'traces':
      return take({ columns: TRACE_COLUMNS, batches: traceRows(database, named, trial) });
  }
}

async function* trials(
  database: Database,
  named: ExportedCampaign,
  level: 'trials' | 'attempts',
  trialId: string | undefined,
) {
  const pages = readAttempts(database, named.campaignId, level === 'trials' ? 'accepted' : 'all', trialId);
  const units = await readWorkUnits(database.pool, named.campaignId);
  const unitOf = (workload: string) => ({ unit: units.get(workload) ?? INFERENCE });
  for await (const page of pages) yield page.map((each) => ({ ...named, ...unitOf(each.workload), ...each }));
}

/** The rows of a report, none left out: those of one device at a time, because variances are pooled over its cells. */
async function* comparedRows(
  campaignRows: CampaignRows,
  campaign: CampaignSummary,
  named: ExportedCampaign,
): AsyncGenerator<CampaignRow[]> {
  for await (const rows of campaignRows.byDevice(campaign)) yield rows.map((row) => ({ ...named, ...row }));
}

async function* cells(devices: AsyncIterable<readonly CampaignRow[]>) {
  for await (const rows of devices) {
    for (const of of rows) yield of.cells.map((cell) => ({ of, cell }));
  }
}
