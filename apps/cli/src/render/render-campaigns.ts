import type { CampaignView, PlanView } from '@joulefleet/contracts';
import type { Colors } from '../terminal/session';
import { describeState } from './describe-state';
import { renderTable } from './render-table';

const ID_SHOWN = 8;

/** One line per campaign, the newest first. */
export function renderCampaigns(campaigns: readonly CampaignView[], colors: Colors, launchCommand: string): string {
  if (campaigns.length === 0) return `No campaign was launched yet. Launch one: ${launchCommand}`;
  const rows = campaigns.map((campaign) => [
    shortId(campaign.id, campaigns),
    campaign.name,
    describeState(campaign),
    `${campaign.trials.accepted + campaign.trials.failed + campaign.trials.skipped}/${campaign.trials.total}`,
    campaign.trials.failed > 0 ? colors.red(String(campaign.trials.failed)) : '0',
    String(campaign.devices.length),
    `${campaign.owner ?? ''}${campaign.sharedWith.length > 0 ? ' (shared)' : ''}`.trim(),
    campaign.createdAt.slice(0, 16).replace('T', ' '),
    campaign.simulated ? colors.yellow('SIMULATED') : '',
  ]);
  const columns = [
    { title: 'id' },
    { title: 'name' },
    { title: 'state' },
    { title: 'trials', align: 'right' as const },
    { title: 'failed', align: 'right' as const },
    { title: 'devices', align: 'right' as const },
    { title: 'owner' },
    { title: 'launched (UTC)' },
    { title: '' },
  ];
  return renderTable(columns, rows, colors);
}

/** The shortest beginning of an id, at least eight characters, that is no other campaign's. */
export function shortId(id: string, campaigns: readonly { id: string }[]): string {
  let length = ID_SHOWN;
  while (length < id.length && campaigns.some((other) => other.id !== id && other.id.startsWith(id.slice(0, length)))) {
    length += 1;
  }
  return id.slice(0, length);
}

/** What a campaign will do on each device, and what was snapped or left out. */
export function renderPlan(plan: PlanView, colors: Colors): string {
  const columns = [
    { title: 'device' },
    { title: 'class' },
    { title: 'cells', align: 'right' as const },
    { title: 'trials', align: 'right' as const },
  ];
  const rows = plan.devices.map(({ device, deviceClass, cells, trials }) => [
    device,
    deviceClass,
    String(cells),
    String(trials),
  ]);
  const notes = plan.devices.flatMap(({ device, notes: found }) => found.map((note) => `  ${device}: ${note}`));
  const warnings = plan.warnings.map((warning) => colors.yellow(`warning: ${warning}`));
  return [
    renderTable(columns, [...rows, ['all', '', String(plan.cells), String(plan.trials)]], colors),
    ...notes,
    ...warnings,
  ].join('\n');
}
