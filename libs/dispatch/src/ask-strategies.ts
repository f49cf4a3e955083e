import { strategySpec } from '@joulefleet/contracts';
import { buildStrategy, type GuidedParameters, type Proposal, type StrategySpec } from '@joulefleet/core';
import { toStoredEnds } from '@joulefleet/searches';
import {
  appendTrials,
  completeCampaign,
  failCampaign,
  listCampaignsToAsk,
  readSearchCells,
  readSentinelCells,
  type CampaignToAsk,
  type Database,
} from '@joulefleet/store';
import { askSearch, type AskedSearches, type SearchAnswer } from './ask-search';

/** What each campaign looked like when its strategy last read all cells, or its search all trials, and proposed nothing. */
export class AskedBefore {
  readonly looks = new Map<string, string>();
  readonly searches: AskedSearches = new Map();

  /** @param version of the product, that verdicts of searches are stored with. */
  constructor(readonly version: string) {}

  forgetOthers(running: readonly CampaignToAsk[]): void {
    const ids = new Set(running.map(({ id }) => id));
    for (const map of [this.looks, this.searches]) for (const id of map.keys()) if (!ids.has(id)) map.delete(id);
  }
}

/**
 * Asks the strategy of every running campaign what comes next: appends what it proposes, completes the campaigns that it
 * stops. True: something was appended, and there may be more to ask for.
 *
 * @param onFault is called with a campaign whose strategy could not be asked; the others are asked all the same.
 */
export async function askStrategies(
  database: Database,
  asked: AskedBefore,
  onFault: (campaignId: string, error: Error) => void,
): Promise<boolean> {
  let appended = false;
  const campaigns = await listCampaignsToAsk(database);
  asked.forgetOthers(campaigns);
  for (const campaign of campaigns) {
    const isAppended = await askStrategy(database, asked, campaign).catch((error: Error) => {
      onFault(campaign.id, error);
      return false;
    });
    appended ||= isAppended;
  }
  return appended;
}

async function askStrategy(database: Database, asked: AskedBefore, campaign: CampaignToAsk): Promise<boolean> {
  const { id, planVersion } = campaign;
  const proposal = await propose(database, asked.looks, campaign);
  if (proposal.kind === 'trials') return appendTrials(database, id, planVersion, proposal.trials);
  if (proposal.kind === 'search') return search(database, asked, campaign);
  if (proposal.kind === 'stop') await endCampaign(database, campaign);
  return false;
}

async function search(database: Database, asked: AskedBefore, campaign: CampaignToAsk): Promise<boolean> {
  const found = await askSearch(database, asked.searches, campaign, specOf(campaign).parameters as GuidedParameters);
  if (found.kind === 'stopped') await endSearches(database, campaign, found, asked.version);
  return found.kind === 'appended';
}

function specOf({ strategy: name, parameters }: CampaignToAsk): StrategySpec {
  return strategySpec.parse({ name, parameters });
}

/** Without a device it fails, unless all was measured before they were retired. */
async function endCampaign(database: Database, { id, planVersion, devices }: CampaignToAsk): Promise<void> {
  const hasFailed = devices.length === 0 && (await failCampaign(database, id, planVersion));
  if (!hasFailed) await completeCampaign(database, id, planVersion);
}

/** One that has no device left fails, unless all searches had come to their end. */
async function endSearches(
  database: Database,
  { id, planVersion, devices }: CampaignToAsk,
  { searches, ends }: Extract<SearchAnswer, { kind: 'stopped' }>,
  version: string,
): Promise<void> {
  const isCutShort = devices.length === 0 && !ends.every(({ phase }) => phase === 'done');
  const end = isCutShort ? failCampaign : completeCampaign;
  await end(database, id, planVersion, toStoredEnds(searches, ends, version));
}

async function propose(database: Database, asked: Map<string, string>, campaign: CampaignToAsk): Promise<Proposal> {
  const { id, devices } = campaign;
  const strategy = buildStrategy(specOf(campaign));
  const proposal = strategy.propose({ devices });
  if (proposal.kind !== 'read-cells') return proposal;
  const look = lookOf(campaign);
  if (asked.get(id) === look) return { kind: 'wait' };
  const cells = await readSearchCells(database, id);
  const sentinels = await readSentinelCells(database, id);
  const withCells = strategy.propose({
    devices: devices.map((device) => ({
      ...device,
      cells: cells.get(device.deviceId) ?? [],
      sentinel: sentinels.get(device.deviceId) ?? null,
    })),
  });
  if (withCells.kind === 'wait') asked.set(id, look);
  return withCells;
}

/** A strategy decides device by device, when nothing is open there: until then, reading all cells again tells it nothing new. */
function lookOf({ planVersion, devices }: CampaignToAsk): string {
  return JSON.stringify([
    planVersion,
    ...devices.map(({ deviceId, proposed, open }) => [deviceId, proposed, open > 0]),
  ]);
}
