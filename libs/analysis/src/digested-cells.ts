import {
  calibratedOffsetUncertaintyMw,
  compareText,
  DigestDecoder,
  factorLevels,
  type CellEvidence,
  type DigestedCell,
  type FactorLevels,
  type RailSupply,
} from '@joulefleet/core';
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

/** How the trials of a cell were read. */
interface CellSetup {
  sensors: CellSensors[];
  /** Of its first trial: a report warns where trials of a device differ in that. */
  rail: RailSupply;
  calibrationId: string | null;
  /** Cells of which this is the setup. */
  cells: number;
}

/** Gathers the rows of a device. Most of its cells share their levels, and were read in the same way. */
class DigestReader {
  /** Ids of cells without a digest of this version. */
  readonly missing: string[] = [];
  private readonly cells: ReadCell[] = [];
  private readonly digests = new DigestDecoder();
  private readonly levels = new KnownTexts((json) => factorLevels(JSON.parse(json) as Partial<FactorLevels>));
  private readonly setups = new KnownTexts(setupOf);
  private readonly evidence = new KnownTexts((json) => JSON.parse(json) as CellEvidence);

  constructor(private readonly device: string) {}

  take(rows: readonly CellDigestRow[]): void {
    for (const row of rows) this.add(row);
  }

  async read(database: Database, campaignId: string): Promise<DigestedDevice> {
    const sensors = countSensors(this.setups.all());
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
    return { device: this.device, cells: this.cells.sort((a, b) => compareText(a.cellKey, b.cellKey)), sensors };
  }

  private add(row: CellDigestRow): void {
    const digest = row.digest && this.digests.decode(row.digest);
    if (!digest || row.sensors === null || row.evidence === null) {
      this.missing.push(row.cellId);
      return;
    }
    const setup = this.setups.get(row.sensors);
    setup.cells++;
    // In one literal, with what `read` adds: an object that grows takes ten times as long and as much memory.
    this.cells.push({
      cellKey: row.cellKey,
      device: this.device,
      deviceClass: row.deviceClass,
      workload: row.workload,
      graphMode: row.graphMode,
      inferences: row.inferences,
      unit: undefined,
      levels: this.levels.get(row.levels),
      rail: setup.rail,
      offsetUncertaintyMw: undefined,
      calibrationAgeDays: undefined,
      evidence: this.evidence.get(row.evidence),
      calibrationId: setup.calibrationId,
      digest,
    });
  }
}

function setupOf(json: string): CellSetup {
  const sensors = JSON.parse(json) as CellSensors[];
  const { setup, supplyMv, shuntMicroOhm, calibrationId } = sensors[0]!;
  return { sensors, rail: { supplyMv, shuntMicroOhm, layout: layoutOf(setup) }, calibrationId, cells: 0 };
}

/** Trials of all cells by how they were read. */
function countSensors(setups: Iterable<CellSetup>): CellSensors[] {
  const found = new Map<string, CellSensors>();
  for (const { sensors, cells } of setups) {
    for (const { trials, ...read } of sensors) {
      const key = JSON.stringify([read.setup, read.supplyMv, read.shuntMicroOhm, read.calibrationId]);
      const known = found.get(key) ?? { ...read, trials: 0 };
      known.trials += cells * trials;
      found.set(key, known);
    }
  }
  return [...found.values()];
}

/** What texts mean, each read once. */
class KnownTexts<T> {
  private readonly known = new Map<string, T>();

  constructor(private readonly read: (text: string) => T) {}

  get(text: string): T {
    const known = this.known.get(text) ?? this.read(text);
    this.known.set(text, known);
    return known;
  }

  all(): Iterable<T> {
    return this.known.values();
  }
}

/** A set-up begins with the layout. */
function layoutOf(setup: string): string | null {
  return setup.split(' ')[0] || null;
}
