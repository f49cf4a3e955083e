import type { Database, Queryable } from '../database';
import { readInSlices } from '../read-in-slices';

/** A device of a campaign, and how often what is accepted there has changed. */
export interface DigestRevision {
  deviceId: string;
  device: string;
  revision: number;
  /** When the campaign finished, or today: figures that depend on an age are as of then. */
  asOf: string;
}

/** Of the devices of a campaign, of one by name or of all (null), by name. */
export async function readDigestRevisions(
  db: Queryable,
  campaignId: string,
  device: string | null,
): Promise<DigestRevision[]> {
  const { rows } = await db.query<DigestRevision>(
    `SELECT n.device_id AS "deviceId", d.name AS device, n.digest_revision AS revision,
       coalesce(c.finished_at, date_trunc('day', now()))::text AS "asOf"
     FROM campaign_device n JOIN device d ON d.id = n.device_id JOIN campaign c ON c.id = n.campaign_id
     WHERE n.campaign_id = $1 AND ($2::text IS NULL OR d.name = $2) ORDER BY d.name COLLATE "C"`,
    [campaignId, device],
  );
  return rows;
}

/** A cell with accepted trials on a device: what comparisons are made from. */
export interface CellDigestRow {
  cellId: string;
  cellKey: string;
  deviceClass: string;
  workload: string;
  graphMode: string;
  inferences: number;
  /** As `encodeDigest` has it; null: an older version wrote the row. */
  digest: Buffer | null;
  /** JSON as PostgreSQL writes it, which is the same in many cells: of `Partial<FactorLevels>` (a factor that joined after the cell is not among them), */
  levels: string;
  /** of `CellSensors[]`, and of `CellEvidence`. */
  sensors: string | null;
  evidence: string | null;
}

/** Hands the digests of a campaign's cells on a device to `take`, a slice at a time, in no order: PostgreSQL would sort megabytes before the first one. */
export async function readCellDigests(
  database: Database,
  { campaignId, deviceId }: { campaignId: string; deviceId: string },
  take: (cells: readonly CellDigestRow[]) => void,
): Promise<void> {
  await readInSlices(database, CELL_DIGESTS, [campaignId, deviceId], take);
}

const CELL_DIGESTS = `SELECT c.id AS "cellId", c.cell_key AS "cellKey", c.device_class AS "deviceClass", c.workload,
       c.graph_mode AS "graphMode", c.inferences, c.levels::text AS levels, s.digest, s.sensors::text AS sensors,
       s.evidence::text AS evidence
     FROM cell c JOIN cell_statistics s ON s.cell_id = c.id AND s.device_id = $2
     WHERE c.campaign_id = $1`;
