import { Inject, Injectable } from '@nestjs/common';
import type { GridQuery, GridView, LanesQuery, LanesView } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import {
  DATABASE,
  readCampaignDeeds,
  readCellNow,
  readConditionsInLanes,
  readGridCells,
  readGridWorkloads,
  readShardsInLanes,
  readTrialsInLanes,
  type CampaignSummary,
  type Database,
} from '@joulefleet/store';
import { trialDevices } from '../trials/trial-devices';
import { conditionSpans } from './condition-spans';
import { gridCell } from './grid-cell';
import { pauseSpans } from './pause-spans';

/** What one answer draws: some megabytes at most. */
const MAX_LANES = 100;
const MAX_COLUMNS = 24_000;
/** About 12,000 attempts, which PostgreSQL reads in a tenth of a second. */
const MAX_SHARDS_IN_FULL = 1_000;

/** How a campaign goes on: its cells, and its devices over time. */
@Injectable()
export class CourseService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** A workload that the device has no cells of is answered without any. @throws Fault `device_unknown` (operator). */
  async grid({ id: campaignId }: CampaignSummary, query: GridQuery): Promise<GridView> {
    const { pool } = this.database;
    const devices = await trialDevices(this.database, campaignId, undefined);
    const [device] = query.device ? await trialDevices(this.database, campaignId, query.device) : devices;
    const workloads = device ? await readGridWorkloads(pool, campaignId, device.id) : [];
    const workload = query.workload ?? workloads[0] ?? '';
    const head = { devices: devices.map(({ name }) => name), workloads, workload };
    if (!device) return { ...head, device: '', now: null, cells: [] };
    const cells = await readGridCells(pool, { campaignId, deviceId: device.id, workload });
    const now = await readCellNow(pool, campaignId, device.id);
    return {
      ...{ ...head, device: device.name },
      now: cells.some(({ cellKey }) => cellKey === now) ? now : null,
      cells: cells.map(gridCell),
    };
  }

  /** @throws Fault `device_unknown`, `bad_range` (operator). */
  async lanes(campaign: CampaignSummary, query: LanesQuery): Promise<LanesView> {
    const whole = wholeOf(campaign, new Date());
    const [from, to] = [query.from ? new Date(query.from) : whole.from, query.to ? new Date(query.to) : whole.to];
    if (to <= from) throw badRange(from, to);
    const devices = await trialDevices(this.database, campaign.id, query.device);
    const shown = devices.slice(0, MAX_LANES);
    const columns = Math.min(query.columns, Math.ceil(MAX_COLUMNS / Math.max(1, shown.length)));
    const range = { campaignId: campaign.id, deviceIds: shown.map(({ id }) => id), from, to };
    const stepMs = (to.getTime() - from.getTime()) / columns;
    const { pool } = this.database;
    const shards = await readShardsInLanes(pool, range, stepMs);
    const isLong = shards.reduce((sum, each) => sum + each.shards, 0) > MAX_SHARDS_IN_FULL;
    const trials = await readTrialsInLanes(pool, range, stepMs, isLong ? 'others' : 'all');
    const changes = await readConditionsInLanes(pool, range);
    const deeds = await readCampaignDeeds(pool, campaign.id);
    const sinceFrom = sinceOf(from);
    const of = <T extends { device: string }>(rows: readonly T[], name: string): Omit<T, 'device'>[] =>
      rows.filter(({ device }) => device === name).map(({ device: _, ...row }) => row);
    return {
      ...{ from: from.toISOString(), to: to.toISOString() },
      attempts: isLong ? 'others' : 'all',
      whole: { from: whole.from.toISOString(), to: whole.to.toISOString() },
      pauses: pauseSpans(deeds, from.getTime(), to.getTime()),
      lanes: shown.map(({ name }) => ({
        device: name,
        shards: of(shards, name).map(sinceFrom),
        trials: of(trials, name).map(sinceFrom),
        conditions: conditionSpans(of(changes, name), from.getTime()),
      })),
      leftOut: devices.length - shown.length,
    };
  }
}

function sinceOf(from: Date) {
  return <T extends { startMs: number; endMs: number }>(span: T): T => ({
    ...span,
    startMs: Math.round(span.startMs - from.getTime()),
    endMs: Math.round(span.endMs - from.getTime()),
  });
}

/** One that began just now lasts a second. */
function wholeOf({ startedAt, createdAt, finishedAt }: CampaignSummary, now: Date): { from: Date; to: Date } {
  const from = startedAt ?? createdAt;
  return { from, to: new Date(Math.max((finishedAt ?? now).getTime(), from.getTime() + 1_000)) };
}

function badRange(from: Date, to: Date): Fault {
  return new Fault(`the range ends at ${to.toISOString()}, and begins at ${from.toISOString()}`, {
    code: 'bad_range',
    origin: 'operator',
    transient: false,
    remedy: 'Let it end after it begins.',
  });
}
