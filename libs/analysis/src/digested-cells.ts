import { calibratedOffsetUncertaintyMw, decodeDigest, factorLevels, type DigestedCell } from '@joulefleet/core';
import { rewriteCellStatistics } from '@joulefleet/judging';
import {
  inTransaction,
  readCellDigests,
  readDigestRevisions,
  readUsedCalibrations,
  readWorkUnits,
  type CellDigestRow,
  type CellSensors,
  type Database,
  type DigestRevision,
} from '@joulefleet/store';

/** Cells whose digests are made anew in one transaction: few enough that judges wait for milliseconds. */
const CELLS_PER_FILL = 100;
/** Each round makes what is missing: a second one is only needed if an older version of the program wrote in between. */
const MAX_ROUNDS = 3;

/** The measured cells of a campaign on one device, with how they were read. */
export interface DigestedDevice {
  device: string;
  cells: DigestedCell[];
  /** Trials by how the rails were read and by calibration. */
  sensors: CellSensors[];
}

type ReadCell = DigestedCell & { calibrationId: string | null };

/** Digests of all devices of a campaign. */
export async function digestedCells(database: Database, campaignId: string): Promise<DigestedDevice[]> {
  const devices: DigestedDevice[] = [];
  for (const device of await readDigestRevisions(database.pool, campaignId, null)) {
    devices.push(await digestedDevice(database, campaignId, device));
  }
  return devices;
}

/** Digests of one device; those that an older version of the program left out are made first. */
export async function digestedDevice(
  database: Database,
  campaignId: string,
  { deviceId, device }: Pick<DigestRevision, 'deviceId' | 'device'>,
): Promise<DigestedDevice> {
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const reader = new DigestReader(device);
    await readCellDigests(database, { campaignId, deviceId }, (rows) => reader.take(rows));
    if (reader.missing.length === 0) return reader.read(database, campaignId);
    await makeDigests(database, reader.missing, deviceId);
  }
  throw new Error(`digests of campaign ${campaignId} on ${device} are written by another version of the program`);
}

async function makeDigests(database: Database, cellIds: readonly string[], deviceId: string): Promise<void> {
  for (let from = 0; from < cellIds.length; from += CELLS_PER_FILL) {
    const cells = cellIds.slice(from, from + CELLS_PER_FILL).map((cellId) => ({ cellId, deviceId }));
    await inTransaction(database, (db) => rewriteCellStatistics(db, cells));
  }
}

/** Gathers the rows of a device. */
class DigestReader {
  /** Ids of cells without a digest of this version. */
  readonly missing: string[] = [];
  private readonly cells: ReadCell[] = [];
  /** By the text that PostgreSQL gives: most cells of a device were read in the same way. */
  private readonly parsed = new Map<string, CellSensors[]>();
  private readonly sensors = new Map<string, CellSensors>();

  constructor(private readonly device: string) {}

  take(rows: readonly CellDigestRow[]): void {
    for (const row of rows) this.add(row);
  }

  async read(database: Database, campaignId: string): Promise<DigestedDevice> {
    const sensors = [...this.sensors.values()];
    const ids = [...new Set(sensors.flatMap(({ calibrationId }) => calibrationId ?? []))];
    const used = await readUsedCalibrations(database.pool, ids, campaignId);
    const units = await readWorkUnits(database.pool, campaignId);
    for (const cell of this.cells) {
      cell.unit = units.get(cell.workload);
      const calibration = cell.calibrationId === null ? undefined : used.get(cell.calibrationId);
      if (!calibration) continue;
      cell.offsetUncertaintyMw = calibratedOffsetUncertaintyMw(calibration);
      cell.calibrationAgeDays = calibration.ageDays;
    }
    return { device: this.device, cells: this.cells, sensors };
  }

  private add({ cellId, digest: bytes, sensors: text, evidence, levels, ...row }: CellDigestRow): void {
    const digest = bytes && decodeDigest(bytes);
    if (!digest || text === null || evidence === null) {
      this.missing.push(cellId);
      return;
    }
    const sensors = this.parse(text);
    for (const each of sensors) this.count(each);
    // Of its first trial: a report warns where trials of a device differ in that.
    const { supplyMv, shuntMicroOhm, calibrationId } = sensors[0]!;
    const rail = { supplyMv, shuntMicroOhm };
    this.cells.push({
      ...row,
      device: this.device,
      levels: factorLevels(levels),
      rail,
      evidence,
      calibrationId,
      digest,
    });
  }

  private parse(text: string): CellSensors[] {
    const known = this.parsed.get(text) ?? (JSON.parse(text) as CellSensors[]);
    this.parsed.set(text, known);
    return known;
  }

  private count({ trials, ...read }: CellSensors): void {
    const key = JSON.stringify([read.setup, read.supplyMv, read.shuntMicroOhm, read.calibrationId]);
    const known = this.sensors.get(key);
    if (known) known.trials += trials;
    else this.sensors.set(key, { ...read, trials });
  }
}
