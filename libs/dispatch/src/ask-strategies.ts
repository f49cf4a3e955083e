import { strategySpec } from '@joulefleet/contracts';
import { buildStrategy, type Proposal } from '@joulefleet/core';
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

/** What each campaign looked like when its strategy last read all cells, and proposed nothing. */
export type AskedBefore = Map<string, string>;

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
  forget(asked, campaigns);
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
  const proposal = await propose(database, asked, campaign);
  if (proposal.kind === 'trials') return appendTrials(database, id, planVersion, proposal.trials);
  if (proposal.kind === 'stop') await endCampaign(database, campaign);
  return false;
}

/** Without a device it fails, unless all was measured before they were retired. */
async function endCampaign(database: Database, { id, planVersion, devices }: CampaignToAsk): Promise<void> {
  const hasFailed = devices.length === 0 && (await failCampaign(database, id, planVersion));
  if (!hasFailed) await completeCampaign(database, id, planVersion);
}

async function propose(database: Database, asked: AskedBefore, campaign: CampaignToAsk): Promise<Proposal> {
  const { id, strategy: name, parameters, devices } = campaign;
  const strategy = buildStrategy(strategySpec.parse({ name, parameters }));
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

function forget(asked: AskedBefore, running: readonly CampaignToAsk[]): void {
  for (const id of asked.keys()) if (!running.some((campaign) => campaign.id === id)) asked.delete(id);
}
