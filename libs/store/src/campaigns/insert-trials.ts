import type { ProposedTrials } from '@joulefleet/core';
import type { Queryable } from '../database';
import { newId } from '../ids/new-id';

/** Rows of one statement: few enough that making them ready does not hold up the event loop. */
const TRIALS_PER_STATEMENT = 2_000;

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
    if (rows.ids.length > 0) await insertRows(db, campaignId, rows);
    rows = emptyColumns();
  };
  for (const { deviceId, cells, repetitions } of proposed) {
    let position = lastPositions.get(deviceId) ?? 0;
    for (let i = 0; i < cells.length; i++) {
      rows.ids.push(newId());
      rows.cells.push(cellIds[cells[i]!]!);
      rows.devices.push(deviceId);
      rows.repetitions.push(repetitions[i]!);
      rows.positions.push(++position);
      if (rows.ids.length >= TRIALS_PER_STATEMENT) await flush();
    }
    lastPositions.set(deviceId, position);
  }
  await flush();
}

interface TrialColumns {
  ids: string[];
  cells: string[];
  devices: string[];
  repetitions: number[];
  positions: number[];
}

function emptyColumns(): TrialColumns {
  return { ids: [], cells: [], devices: [], repetitions: [], positions: [] };
}

async function insertRows(db: Queryable, campaignId: string, rows: TrialColumns): Promise<void> {
  await db.query(
    `INSERT INTO trial (id, campaign_id, cell_id, device_id, repetition, block, position, state)
     SELECT id, $1, cell_id, device_id, repetition, repetition, position, 'pending'
     FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::int[])
       AS t(id, cell_id, device_id, repetition, position)`,
    [campaignId, rows.ids, rows.cells, rows.devices, rows.repetitions, rows.positions],
  );
}
