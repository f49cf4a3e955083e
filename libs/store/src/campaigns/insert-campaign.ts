import { inTransaction, type Database, type Queryable } from '../database';
import { newId } from '../ids/new-id';

export interface CellToInsert {
  cellKey: string;
  deviceClass: string;
  workload: string;
  command: string[] | null;
  graphMode: string;
  batchSize: number;
  inferences: number;
  /** Null: left to the governor. */
  cpuKhz: number | null;
  gpuHz: number | null;
  cpuGovernor: string | null;
  gpuGovernor: string | null;
}

export interface TrialToInsert {
  cellKey: string;
  deviceId: string;
  repetition: number;
  block: number;
}

export interface CampaignToInsert {
  name: string;
  source: string;
  spec: unknown;
  simulated: boolean;
  /** Id of the user who launches it; left out, it is for admins. */
  ownerId?: string | null;
  cells: CellToInsert[];
  /** In the order of execution; the order within each device is kept. */
  trials: TrialToInsert[];
}

/**
 * Stores a campaign with its cells and trials in one transaction, running from the start. Returns its id.
 *
 * @param alongside what stands or falls with it.
 */
export async function insertCampaign(
  database: Database,
  campaign: CampaignToInsert,
  alongside: (db: Queryable, id: string) => Promise<void> = async () => undefined,
): Promise<string> {
  const id = newId();
  await inTransaction(database, async (client) => {
    await client.query(
      `INSERT INTO campaign (id, name, state, source, spec, simulated, owner_id, started_at)
       VALUES ($1, $2, 'running', $3, $4, $5, $6, now())`,
      [id, campaign.name, campaign.source, JSON.stringify(campaign.spec), campaign.simulated, campaign.ownerId ?? null],
    );
    const cellIds = await insertCells(client, id, campaign.cells);
    await insertTrials(client, id, cellIds, campaign.trials);
    await skipRetired(client, id);
    await alongside(client, id);
  });
  return id;
}

async function insertCells(db: Queryable, campaignId: string, cells: CellToInsert[]): Promise<Map<string, string>> {
  const ids = new Map(cells.map((cell) => [cell.cellKey, newId()]));
  const rows = cells.map((cell) => ({ ...cell, id: ids.get(cell.cellKey) }));
  await db.query(
    `INSERT INTO cell (id, campaign_id, cell_key, device_class, workload, command, graph_mode, batch_size, inferences,
       cpu_khz, gpu_hz, cpu_governor, gpu_governor)
     SELECT id, $1, "cellKey", "deviceClass", workload, coalesce(command, '{}'), "graphMode", "batchSize", inferences,
       "cpuKhz", "gpuHz", "cpuGovernor", "gpuGovernor"
     FROM jsonb_to_recordset($2::jsonb) AS r(id uuid, "cellKey" text, "deviceClass" text, workload text, command text[],
       "graphMode" text, "batchSize" int, inferences int, "cpuKhz" int, "gpuHz" int, "cpuGovernor" text, "gpuGovernor" text)`,
    [campaignId, JSON.stringify(rows)],
  );
  return ids;
}

/** A device that was retired since the campaign was planned gets no trials: the rows above have waited for that to be committed. */
async function skipRetired(db: Queryable, campaignId: string): Promise<void> {
  await db.query(
    `UPDATE trial t SET state = 'skipped', reason = d.name || ' was retired: ' || d.reason
     FROM device d WHERE t.campaign_id = $1 AND d.id = t.device_id AND d.availability = 'retired'`,
    [campaignId],
  );
}

/** Adds trials behind those that are there: a strategy may propose more at any time. */
async function insertTrials(
  db: Queryable,
  campaignId: string,
  cellIds: Map<string, string>,
  trials: TrialToInsert[],
): Promise<void> {
  const columns = {
    ids: trials.map(() => newId()),
    cells: trials.map((trial) => cellIds.get(trial.cellKey)!),
    devices: trials.map((trial) => trial.deviceId),
    repetitions: trials.map((trial) => trial.repetition),
    blocks: trials.map((trial) => trial.block),
  };
  await db.query(
    `INSERT INTO trial (id, campaign_id, cell_id, device_id, repetition, block, position, state)
     SELECT id, $1, cell_id, device_id, repetition, block, position, 'pending'
     FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::int[])
       WITH ORDINALITY AS t(id, cell_id, device_id, repetition, block, position)`,
    [campaignId, columns.ids, columns.cells, columns.devices, columns.repetitions, columns.blocks],
  );
}
