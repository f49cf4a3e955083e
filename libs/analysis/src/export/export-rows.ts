import {
  CAMPAIGN_COLUMNS,
  CELL_COLUMNS,
  INFERENCE,
  TRACE_COLUMNS,
  TRIAL_COLUMNS,
  type CampaignRow,
  type ExportColumn,
  type ExportedCampaign,
  type ExportLevel,
} from '@joulefleet/core';
import { readAttempts, readWorkUnits, type CampaignSummary, type Database } from '@joulefleet/store';
import type { CampaignRows } from '../campaign-rows';
import { traceRows } from './trace-rows';

const ROWS_PER_BATCH = 1_000;

/** The columns of a level, with its rows in batches that are read when they are asked for. */
export interface ExportTable<Row> {
  columns: readonly ExportColumn<Row>[];
  batches: AsyncIterable<readonly Row[]>;
}

/** Hands the rows of a level on to `take`, whatever they are. */
export function withTable<T>(
  database: Database,
  campaignRows: CampaignRows,
  campaign: CampaignSummary,
  level: ExportLevel,
  take: <Row>(table: ExportTable<Row>) => T,
): T {
  const named = { campaignId: campaign.id, campaign: campaign.name, simulated: campaign.simulated };
  const compared = () => comparedRows(campaignRows, campaign, named);
  switch (level) {
    case 'trials':
    case 'attempts':
      return take({ columns: TRIAL_COLUMNS, batches: trials(database, named, level) });
    case 'cells':
      return take({ columns: CELL_COLUMNS, batches: cells(compared()) });
    case 'campaign':
      return take({ columns: CAMPAIGN_COLUMNS, batches: inBatches(compared()) });
    case 'traces':
      return take({ columns: TRACE_COLUMNS, batches: traceRows(database, named) });
  }
}

async function* trials(database: Database, named: ExportedCampaign, level: 'trials' | 'attempts') {
  const pages = readAttempts(database, named.campaignId, level === 'trials' ? 'accepted' : 'all');
  const units = await readWorkUnits(database.pool, named.campaignId);
  const unitOf = (workload: string) => ({ unit: units.get(workload) ?? INFERENCE });
  for await (const page of pages) yield page.map((each) => ({ ...named, ...unitOf(each.workload), ...each }));
}

/** The rows of a report, none left out. A row of each cell stays in memory, as for a report. */
async function comparedRows(
  campaignRows: CampaignRows,
  campaign: CampaignSummary,
  named: ExportedCampaign,
): Promise<CampaignRow[]> {
  return (await campaignRows.rows(campaign)).map((row) => ({ ...named, ...row }));
}

async function* cells(rows: Promise<CampaignRow[]>) {
  for (const of of await rows) {
    yield* inBatches(of.cells.map((cell) => ({ of, cell })));
  }
}

async function* inBatches<Row>(rows: Promise<readonly Row[]> | readonly Row[]): AsyncGenerator<readonly Row[]> {
  const all = await rows;
  for (let from = 0; from < all.length; from += ROWS_PER_BATCH) yield all.slice(from, from + ROWS_PER_BATCH);
}
