import { Inject, Injectable } from '@nestjs/common';
import { runInSlices } from '@joulefleet/campaigns';
import type { GovernedClock } from '@joulefleet/contracts';
import {
  compareCells,
  otherSensor,
  repeatabilityOfDevices,
  type ComparisonRow,
  type DeviceRepeatability,
  type DigestedCell,
} from '@joulefleet/core';
import {
  DATABASE,
  readDigestRevisions,
  type CampaignSummary,
  type CellSensors,
  type Database,
  type DigestRevision,
} from '@joulefleet/store';
import { BoundedCache } from './bounded-cache';
import { calibratedTrials, type CalibratedTrials } from './calibrated-trials';
import { digestedDevice } from './digested-cells';
import { governedClocks } from './governed-clocks';

/** Cells that stay in memory, of the campaigns that were looked at last: about 1.5 kB each. */
const MAX_CELLS = 50_000;
/** Clocks of cells with a governor that stay in memory: those of one device, and of all that are kept. */
const MAX_CLOCKS = { ofDevice: 5_000, kept: 10_000 };

/** Which rows of a campaign are wanted; null or left out: all. */
export interface RowFilter {
  device?: string | null;
  workload?: string | null;
}

/** The compared cells of one device. */
interface DeviceRows {
  device: string;
  cells: readonly DigestedCell[];
  rows: readonly ComparisonRow[];
  sensors: readonly CellSensors[];
}

/** Compared cells, with how their rails were read; more than one way: the devices or their settings differ. */
export interface ReadRows {
  rows: ComparisonRow[];
  sensorSetups: Set<string>;
}

/** The compared cells of a campaign with what holds for their figures. */
export interface ComparedCampaign extends ReadRows {
  repeatability: DeviceRepeatability[];
  /** Devices that do not state the shunt of their total rail: the usual one is assumed. */
  shuntAssumed: Set<string>;
  /** Trials of each device by calibration. */
  calibrated: CalibratedTrials[];
}

/**
 * The compared cells of campaigns, over what is accepted so far. They are made from the digests of cells and stay in memory while what is accepted on
 * their device is the same, which each call asks the database for. Callers share them and must not change them.
 */
@Injectable()
export class CampaignRows {
  private readonly kept = new BoundedCache<DeviceRows>(MAX_CELLS, ({ rows }) =>
    rows.reduce((sum, row) => sum + row.cells.length, 1),
  );

  private readonly keptClocks = new BoundedCache<readonly GovernedClock[]>(MAX_CLOCKS.kept, ({ length }) => length + 1);

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Rows by device, workload and batch size, with how their devices were read. Variances are pooled over all cells of a device, whatever the filter. */
  async rows({ id }: CampaignSummary, { device = null, workload = null }: RowFilter = {}): Promise<ReadRows> {
    const devices = await gather(this.ofEachDevice(id, device));
    const rows = devices.flatMap((each) => each.rows);
    return {
      rows: workload === null ? rows : rows.filter((row) => row.workload === workload),
      sensorSetups: new Set(devices.flatMap(({ sensors }) => sensors.map(({ setup }) => setup))),
    };
  }

  /** The rows of each device in turn, by its name: no more than those of two have to be in memory. */
  async *byDevice({ id }: CampaignSummary): AsyncGenerator<readonly ComparisonRow[]> {
    for await (const { rows } of this.ofEachDevice(id, null)) yield rows;
  }

  /** The rows of one device, or of all (null), with the devices' repeatability, sensors and calibrations. */
  async compared({ id }: CampaignSummary, device: string | null = null): Promise<ComparedCampaign> {
    const devices = await gather(this.ofEachDevice(id, device));
    const unstated = devices.filter(({ cells, sensors }) =>
      sensors.some(({ shuntMicroOhm }) => shuntMicroOhm === null && !cells.every(hasNoShunt)),
    );
    return {
      rows: devices.flatMap(({ rows }) => rows),
      repeatability: await runInSlices(repeatabilityOfDevices(devices.flatMap(({ cells }) => cells))),
      sensorSetups: new Set(devices.flatMap(({ sensors }) => sensors.map(({ setup }) => setup))),
      shuntAssumed: new Set(unstated.map((each) => each.device)),
      calibrated: await calibratedTrials(this.database.pool, id, devices),
    };
  }

  /** Where clocks that are left to a governor were, of one device or of all; the first five thousand of each device. */
  async governedClocks({ id }: CampaignSummary, device: string | null = null): Promise<GovernedClock[]> {
    const read = async (of: DigestRevision) =>
      (await governedClocks(this.database, id, of.device, MAX_CLOCKS.ofDevice)).clocks;
    return (await gather(this.eachDevice(id, device, this.keptClocks, read))).flat();
  }

  /** What is kept of each device, by its name, made where what is accepted there has changed: that of the next one while the caller is at one. */
  private async *eachDevice<T>(
    campaignId: string,
    device: string | null,
    kept: BoundedCache<T>,
    make: (of: DigestRevision) => Promise<T>,
  ): AsyncGenerator<T> {
    const devices = await readDigestRevisions(this.database.pool, campaignId, device);
    yield* oneAhead(devices, (of) => {
      const version = `${of.revision} ${of.asOf} ${of.device}`;
      return kept.get(`${campaignId} ${of.deviceId}`, version, () => make(of));
    });
  }

  private ofEachDevice(campaignId: string, device: string | null): AsyncGenerator<DeviceRows> {
    return this.eachDevice(campaignId, device, this.kept, (of) => this.make(campaignId, of));
  }

  private async make(campaignId: string, revision: DigestRevision): Promise<DeviceRows> {
    const { device, cells, sensors } = await digestedDevice(this.database, campaignId, revision);
    const rows = await runInSlices(compareCells(cells));
    return { device, cells, rows, sensors };
  }
}

/** Results in their order; the next one is begun before one is handed out. */
async function* oneAhead<In, Out>(items: readonly In[], run: (item: In) => Promise<Out>): AsyncGenerator<Out> {
  const begin = (place: number): Promise<Out> | undefined => {
    const begun = place < items.length ? run(items[place]!) : undefined;
    // Where the caller stops, nobody waits for it any more.
    begun?.catch(() => undefined);
    return begun;
  };
  let next = begin(0);
  for (let place = 1; next !== undefined; place++) {
    const current = next;
    next = begin(place);
    yield await current;
  }
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Of a sensor that is no INA3221 no shunt is known or assumed. */
function hasNoShunt({ rail }: DigestedCell): boolean {
  return otherSensor(rail?.layout ?? null) !== null;
}
