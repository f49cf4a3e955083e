import { deviceRoutes, type DeviceView, type MaintenanceView } from '@joulefleet/contracts';
import { formatCount } from '@joulefleet/figures';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { renderStanding } from '../../render/device/render-device';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet device end-maintenance NAME [ID]`. */
export function registerDeviceEndMaintenance(parent: Command, run: CommandRun): void {
  parent
    .command('end-maintenance')
    .description('end a maintenance window now, or cancel a planned one')
    .argument('<name>', 'name of the device')
    .argument('[id]', 'the window, or the beginning or end of its id (default: the one that lasts, or the only one)')
    .addHelpText('after', example('joulefleet device end-maintenance nano-1'))
    .action(
      action(run, async (session, command) => {
        const [name, part] = command.processedArgs as [string, string | undefined];
        const client = session.client();
        const { id } = windowMeant(await client.device(name), part, Date.now());
        const device = await client.call(deviceRoutes.endMaintenance, { params: { name, id } });
        session.result(device, renderStanding(device, screenOf(session)));
      }),
    );
}

/** @throws CliFailure `window_unknown` or `usage`. */
function windowMeant({ name, maintenance }: DeviceView, part: string | undefined, nowMs: number): MaintenanceView {
  const candidates = part === undefined ? lasting(maintenance, nowMs) : maintenance.filter(({ id }) => has(id, part));
  const [first, second] = candidates;
  if (first && !second) return first;
  if (!first) {
    const detail =
      part === undefined ? `${name} has no maintenance window` : `${name} has no maintenance window ${part}`;
    throw usageFailure(detail, { code: 'window_unknown', title: 'There is no such window' });
  }
  throw usageFailure(`${name} has ${formatCount(candidates.length, 'such window')}`, {
    remedy: `Name one of them: ${candidates.map(({ id }) => id).join(', ')}`,
  });
}

function lasting(windows: readonly MaintenanceView[], nowMs: number): readonly MaintenanceView[] {
  const now = windows.filter(({ startsAt }) => Date.parse(startsAt) <= nowMs);
  return now.length > 0 ? now : windows;
}

function has(id: string, part: string): boolean {
  return id.startsWith(part.toLowerCase()) || id.endsWith(part.toLowerCase());
}
