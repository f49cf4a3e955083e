import { Inject, Injectable } from '@nestjs/common';
import { LISTED_TRIAL_STATES, type TrialList, type TrialListQuery, type TrialView } from '@joulefleet/contracts';
import { Fault } from '@joulefleet/core';
import {
  DATABASE,
  listTrials,
  readTrial,
  type CampaignSummary,
  type Database,
  type ListedTrial,
  type TrialDevice,
  type TrialRecord,
} from '@joulefleet/store';
import { trialDevices } from './trial-devices';
import { trialView } from './trial-view';

/** Trials of a campaign: in pages, and one by one. */
@Injectable()
export class TrialsService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** By device and position. @throws Fault `device_unknown`, `bad_cursor` (operator). */
  async list({ id: campaignId }: CampaignSummary, query: TrialListQuery): Promise<TrialList> {
    const devices = await trialDevices(this.database, campaignId, query.device);
    const { limit, cursor, state } = query;
    const states = state ? [state] : LISTED_TRIAL_STATES;
    const total = devices.flatMap(({ counts }) => states.map((each) => counts[each])).reduce((sum, n) => sum + n, 0);
    const found: ListedTrial[] = [];
    for (const { id: deviceId, after } of placesFrom(devices, cursor)) {
      const page = { campaignId, deviceId, states, after, limit: limit + 1 - found.length };
      found.push(...(await listTrials(this.database.pool, page)));
      if (found.length > limit) break;
    }
    const last = found.length > limit ? found[limit - 1]! : null;
    return { trials: found.slice(0, limit), total, nextCursor: last && cursorOf(last, devices) };
  }

  /** @throws Fault `trial_unknown` (operator). */
  async show(campaign: CampaignSummary, trialId: string): Promise<TrialView> {
    return trialView(campaign, await this.find(campaign, trialId));
  }

  /** @throws Fault `trial_unknown` (operator). */
  async find({ id: campaignId }: CampaignSummary, trialId: string): Promise<TrialRecord> {
    const trial = isUuid(trialId) ? await readTrial(this.database.pool, campaignId, trialId) : null;
    if (trial) return trial;
    throw new Fault(`the campaign has no trial ${trialId}`, {
      code: 'trial_unknown',
      origin: 'operator',
      transient: false,
      remedy: 'See the trials of the campaign.',
    });
  }
}

/** The devices from a cursor on, each with the position after which to read. */
function placesFrom(devices: readonly TrialDevice[], cursor: string | undefined): { id: string; after: number }[] {
  if (cursor === undefined) return devices.map(({ id }) => ({ id, after: 0 }));
  const [, position, deviceId] = /^(\d{1,9})-([0-9a-f-]{36})$/.exec(cursor) ?? [];
  const place = devices.findIndex(({ id }) => id === deviceId);
  if (place < 0) throw badCursor();
  return devices.slice(place).map(({ id }, i) => ({ id, after: i === 0 ? Number(position) : 0 }));
}

function cursorOf({ device, position }: ListedTrial, devices: readonly TrialDevice[]): string {
  return `${position}-${devices.find(({ name }) => name === device)!.id}`;
}

function badCursor(): Fault {
  return new Fault('unknown cursor', {
    code: 'bad_cursor',
    origin: 'operator',
    transient: false,
    remedy: 'Leave it out to begin with the first.',
  });
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
