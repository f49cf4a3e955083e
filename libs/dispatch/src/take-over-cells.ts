import { strategySpec } from '@joulefleet/contracts';
import {
  assignCells,
  buildStrategy,
  planTakeovers,
  proposeLaunch,
  type MovableCell,
  type Takeover,
  type TakeoverCause,
} from '@joulefleet/core';
import {
  appendTakenTrials,
  giveCellsAway,
  inTransaction,
  listSharingCampaigns,
  lockForTakeover,
  noteTakeover,
  readMovableCells,
  skipIdleSentinels,
  takeCellsBack,
  type Database,
  type Queryable,
  type SharingCampaign,
} from '@joulefleet/store';

/** By campaign, what takeovers were decided when nothing could be moved. */
export type TriedBefore = Map<string, string>;

/**
 * Has the devices of a class take cells over from each other, in campaigns that share their cells out: each takeover in a transaction
 * of its own, a slice of its cells at a time. Returns how many cells were moved; above 0 there may be more.
 */
export async function takeOverCells(database: Database, tried: TriedBefore): Promise<number> {
  const campaigns = await listSharingCampaigns(database);
  for (const id of tried.keys()) if (!campaigns.some(({ campaignId }) => campaignId === id)) tried.delete(id);
  let moved = 0;
  for (const campaign of campaigns) {
    const takeovers = planTakeovers(campaign, campaign.nowMs);
    const look = lookOf(campaign, takeovers);
    if (takeovers.length === 0 || tried.get(campaign.campaignId) === look) continue;
    const count = await takeOverFirst(database, campaign, takeovers);
    if (count === 0) tried.set(campaign.campaignId, look);
    moved += count ?? 0;
  }
  return moved;
}

/** The first that moves a cell: it changes what the others were decided from. Null: the campaign has changed meanwhile. */
async function takeOverFirst(
  database: Database,
  campaign: SharingCampaign,
  takeovers: readonly Takeover[],
): Promise<number | null> {
  for (const takeover of takeovers) {
    const moved = await inTransaction(database, (db) => takeOver(db, campaign, takeover));
    if (moved !== 0) return moved;
  }
  return 0;
}

/** What keeps a takeover from moving anything does not change before this does. */
function lookOf({ devices }: SharingCampaign, takeovers: readonly Takeover[]): string {
  const givers = takeovers.map(({ fromDeviceId, cells, to }) => {
    const { pending, untried } = devices.find(({ deviceId }) => deviceId === fromDeviceId)!;
    return [fromDeviceId, cells, pending, untried, to.map(({ deviceId }) => deviceId)];
  });
  return JSON.stringify(givers);
}

async function takeOver(db: Queryable, campaign: SharingCampaign, takeover: Takeover): Promise<number | null> {
  if (!(await lockForTakeover(db, campaign))) return null;
  let moved = 0;
  for (const [deviceId, taken] of assignCells(await readMovableCells(db, takeover), takeover)) {
    await moveCells(db, campaign, takeover, deviceId, taken);
    moved += taken.length;
  }
  if (moved > 0) await endTakeover(db, campaign, takeover);
  return moved;
}

async function endTakeover(db: Queryable, campaign: SharingCampaign, takeover: Takeover): Promise<void> {
  const { campaignId } = campaign;
  const { fromDeviceId, cause } = takeover;
  const reason = `${nameIn(campaign, fromDeviceId)} ${CAUSES[cause]}, and others took its cells over`;
  if (cause !== 'behind') await skipIdleSentinels(db, { campaignId, fromDeviceId, reason });
  await noteTakeover(db, campaignId);
}

function nameIn({ devices }: SharingCampaign, id: string): string {
  return devices.find(({ deviceId }) => deviceId === id)!.name;
}

async function moveCells(
  db: Queryable,
  campaign: SharingCampaign,
  { fromDeviceId, cause }: Takeover,
  toDeviceId: string,
  cells: readonly MovableCell[],
): Promise<void> {
  const { campaignId, strategy, parameters } = campaign;
  const name = nameIn(campaign, toDeviceId);
  const reason = `taken over by ${name}: ${nameIn(campaign, fromDeviceId)} ${CAUSES[cause]}`;
  const cellIds = cells.map(({ cellId }) => cellId);
  await giveCellsAway(db, { fromDeviceId, cellIds, reason });
  const back = await takeCellsBack(db, { toDeviceId, cellIds });
  const added = cellIds.filter((id) => !back.has(id));
  const device = { deviceId: toDeviceId, name, cells: added.map((_, index) => index), sentinel: null };
  const trials = proposeLaunch(buildStrategy(strategySpec.parse({ name: strategy, parameters })), [device]);
  await appendTakenTrials(db, campaignId, added, trials);
}

const CAUSES: Readonly<Record<TakeoverCause, string>> = {
  retired: 'was retired',
  quarantined: 'is quarantined',
  maintenance: 'is in maintenance',
  offline: 'is offline',
  behind: 'has more left to do',
};
