import type { CampaignView, LaunchResult } from '@joulefleet/contracts';
import { describeConditions, describeCampaignPhase, describeProtocol, shortId } from '@joulefleet/figures';
import type { Colors } from '../../terminal/session';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { formatMoment } from '../format/format-moment';
import { renderConflicts } from './render-conflicts';
import { renderDeviceEstimate, renderEstimate, renderSearchSize } from './render-estimate';
import { renderTable } from '../table/render-table';
import { renderWrappedTable, type WrappedRow } from '../table/render-wrapped-table';

/** The first `shown` of all campaigns, which are the newest: a row each, its name last. */
export function renderCampaigns(
  campaigns: readonly CampaignView[],
  screen: Screen,
  { shown, launchCommand }: { shown: number; launchCommand: string },
): string {
  if (campaigns.length === 0) return `No campaign was launched yet. Launch one: ${launchCommand}`;
  const rows = campaigns.slice(0, shown).map((campaign) => rowOf(campaign, campaigns, screen));
  const table = renderWrappedTable(
    ['id', 'state', 'accepted', 'devices', 'owner', 'launched', '', 'name'],
    rows,
    screen,
  );
  return campaigns.length <= shown
    ? table
    : `${table}\n\n${shown} of ${campaigns.length}, the newest; more with --limit`;
}

function rowOf(campaign: CampaignView, all: readonly CampaignView[], { colors }: Screen): WrappedRow {
  const { id, name, devices, owner, sharedWith, createdAt, simulated } = campaign;
  const { accepted, failed, skipped, total } = campaign.trials;
  const done = `${accepted}/${total}`;
  const devicesText = String(devices.length);
  const ownerText = `${owner ?? ''}${sharedWith.length > 0 ? ' (shared)' : ''}`.trim();
  const mark = simulated ? colors.yellow('SIMULATED') : '';
  const head = [shortId(id, all), describeCampaignPhase(campaign)];
  const doneText = [
    done,
    ...(failed > 0 ? [colors.red(`${failed} failed`)] : []),
    ...(skipped > 0 ? [colors.yellow(`${skipped} not measured`)] : []),
  ].join(', ');
  const launched = formatMoment(createdAt);
  return {
    cells: [...head, doneText, devicesText, ownerText, launched, mark],
    parts: [
      ...head,
      doneText,
      `${devicesText} device${devices.length === 1 ? '' : 's'}`,
      ownerText,
      launched,
      mark,
    ].filter((part) => part !== ''),
    lines: (columns) => wrapText(name, columns),
  };
}

/** What a campaign will do on each device, what was snapped or left out, and what else is planned there. */
export function renderPlan({ plan, conflicts }: Pick<LaunchResult, 'plan' | 'conflicts'>, colors: Colors): string {
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
  const details = plan.devices.flatMap(({ device, conditions, notes }) => [
    `  ${device}:`,
    ...[
      ...renderDeviceEstimate(device, plan.estimate),
      describeConditions(conditions),
      ...notes,
      ...renderConflicts(device, conflicts).map((line) => colors.yellow(line)),
    ].map((line) => `    ${line}`),
  ]);
  const warnings = plan.warnings.map((warning) => colors.yellow(`warning: ${warning}`));
  return [
    renderTable(columns, [...rows, ['all', '', String(plan.cells), String(plan.trials)]], colors),
    `  all: ${describeProtocol(plan.protocol, plan.search !== null)}`,
    ...renderSearchSize(plan),
    ...renderEstimate(plan.estimate),
    ...details,
    ...warnings,
  ].join('\n');
}
