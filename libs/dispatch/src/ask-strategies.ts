import { strategySpec } from '@joulefleet/contracts';
import { buildStrategy, type Proposal } from '@joulefleet/core';
import {
  appendTrials,
  completeCampaign,
  listCampaignsToAsk,
  readSearchCells,
  type CampaignToAsk,
  type Database,
} from '@joulefleet/store';

/**
 * Asks the strategy of every running campaign what comes next: appends what it proposes, completes the campaigns that it
 * stops. True: something was appended, and there may be more to ask for.
 *
 * @param onFault is called with a campaign whose strategy could not be asked; the others are asked all the same.
 */
export async function askStrategies(
  database: Database,
  onFault: (campaignId: string, error: Error) => void,
): Promise<boolean> {
  let appended = false;
  for (const campaign of await listCampaignsToAsk(database)) {
    const asked = await askStrategy(database, campaign).catch((error: Error) => {
      onFault(campaign.id, error);
      return false;
    });
    appended ||= asked;
  }
  return appended;
}

async function askStrategy(database: Database, campaign: CampaignToAsk): Promise<boolean> {
  const { id, planVersion } = campaign;
  const proposal = await propose(database, campaign);
  if (proposal.kind === 'trials') return appendTrials(database, id, planVersion, proposal.trials);
  if (proposal.kind === 'stop') await completeCampaign(database, id, planVersion);
  return false;
}

async function propose(database: Database, campaign: CampaignToAsk): Promise<Proposal> {
  const { id, strategy: name, parameters, devices } = campaign;
  const strategy = buildStrategy(strategySpec.parse({ name, parameters }));
  const proposal = strategy.propose({ devices });
  if (proposal.kind !== 'read-cells') return proposal;
  const cells = await readSearchCells(database, id);
  return strategy.propose({
    devices: devices.map((device) => ({ ...device, cells: cells.get(device.deviceId) ?? [] })),
  });
}
