import type { ProposedTrials } from '@joulefleet/core';
import type { Queryable } from '../database';

/** Rows of one statement: few enough that making them ready does not hold up the event loop. */
const TRIALS_PER_STATEMENT = 1_000;

/**
 * Appends trials after those that each device has. To be called in a transaction.
 *
 * @param cellIds ids of the campaign's cells, sorted by cell key.
 * @param lastPositions position of the last trial of each device that has some; is brought up to date.
 */
export async function insertTrials(
  db: Queryable,
  campaignId: string,
  cellIds: readonly string[],
  lastPositions: Map<string, number>,
  proposed: Iterable<ProposedTrials>,
): Promise<void> {
  let rows = emptyColumns();
  const flush = async (): Promise<void> => {
    if (rows.cells.length > 0) await insertRows(db, campaignId, rows);
    rows = emptyColumns();
  };
  for (const { deviceId, cells, repetitions } of proposed) {
    let position = lastPositions.get(deviceId) ?? 0;
    for (let i = 0; i < cells.length; i++) {
      rows.cells.push(cellIds[cells[i]!]!);
      rows.devices.push(deviceId);
      rows.repetitions.push(repetitions[i]!);
      rows.positions.push(++position);
      if (rows.cells.length >= TRIALS_PER_STATEMENT) await flush();
    }
    lastPositions.set(deviceId, position);
  }
  await flush();
}

/** Position of the last trial of each device of a campaign. */
export async function readLastPositions(db: Queryable, campaignId: string): Promise<Map<string, number>> {
  const { rows } = await db.query<{ deviceId: string; lastPosition: number }>(
    `SELECT device_id AS "deviceId", last_position AS "lastPosition" FROM campaign_device WHERE campaign_id = $1`,
    [campaignId],
  );
  return new Map(rows.map(({ deviceId, lastPosition }) => [deviceId, lastPosition]));
}

interface TrialColumns {
  cells: string[];
  devices: string[];
  repetitions: number[];
  positions: number[];
}

function emptyColumns(): TrialColumns {
  return { cells: [], devices: [], repetitions: [], positions: [] };
}

/** SQL: UUIDs of version 7 with the first digits of `prefix`, made by the server: making 177,000 here costs more memory than anything else of a launch. */
export const NEW_ID = `(substr(prefix, 1, 8) || '-' || substr(prefix, 9) || '-7' || substr(gen_random_uuid()::text, 16))::uuid`;
/** SQL: their first digits, a time in ms. */
export const ID_PREFIX = `lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0') AS prefix`;

async function insertRows(db: Queryable, campaignId: string, rows: TrialColumns): Promise<void> {
  await db.query(
    `INSERT INTO trial (id, campaign_id, cell_id, device_id, repetition, block, position, state)
     SELECT ${NEW_ID}, $1, cell_id, device_id, repetition, repetition, position, 'pending'
     FROM unnest($2::uuid[], $3::uuid[], $4::int[], $5::int[]) AS t(cell_id, device_id, repetition, position), ${ID_PREFIX}`,
    [campaignId, rows.cells, rows.devices, rows.repetitions, rows.positions],
  );
}
