import {
  describeRequest,
  deviceRoutes,
  editDeviceRequest,
  type EditDeviceRequest,
  type PowerCycle,
} from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { renderDevice } from '../../render/device/render-device';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';
import { collectLabelChange, type LabelChanges } from './label-changes';
import { parsePowerCycle } from './parse-power-cycle';

interface EditOptions {
  label?: LabelChanges;
  /** False: taken away. */
  group?: string | false;
  owner?: string | false;
  notes?: string;
  allowReboot?: boolean;
  allowCommands?: boolean;
  powerCycle?: PowerCycle | 'none';
}

/** `joulefleet device edit NAME`. */
export function registerDeviceEdit(parent: Command, run: CommandRun): void {
  parent
    .command('edit')
    .description('change labels, group, owner, notes, and what recovery and campaigns may do')
    .argument('<name>', 'name of the device')
    .option('--label <change>', '+LABEL adds, -LABEL removes; may be repeated', collectLabelChange)
    .option('--group <name>', 'rack, room or pool')
    .option('--no-group', 'remove it from its group')
    .option('--owner <name>', 'the person to ask')
    .option('--no-owner', 'remove the owner')
    .option('--notes <text>', 'free text; an empty text removes them')
    .option('--allow-reboot', 'recovery may reboot it')
    .option('--no-allow-reboot', 'recovery may not reboot it')
    .option('--allow-commands', 'on a twin, campaigns of everyone may run programs of their own (docs/fleet.md)')
    .option('--no-allow-commands', 'on a twin, only campaigns of admins may')
    .option(
      '--power-cycle <hook>',
      'how recovery has its power cut: command:NAME, a URL to post to, or none',
      parsePowerCycle,
    )
    .addHelpText(
      'after',
      example(
        'joulefleet device edit nano-1 --label +rack-b --label -rack-a --owner ada',
        'joulefleet device edit nano-1 --allow-reboot --power-cycle command:plug-7',
        'joulefleet device edit nano-1 --no-group --notes ""',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const body = editOf(command.opts<EditOptions>());
        const device = await session.client().call(deviceRoutes.editDevice, { params: { name }, body });
        session.result(device, renderDevice(device, screenOf(session)));
      }),
    );
}

function editOf({ label, group, owner, notes, powerCycle, ...allowed }: EditOptions): EditDeviceRequest {
  const edit = {
    ...label,
    ...(group !== undefined && { group: group || null }),
    ...(owner !== undefined && { owner: owner || null }),
    ...(notes !== undefined && { notes }),
    ...allowed,
    ...(powerCycle !== undefined && { powerCycle: powerCycle === 'none' ? null : powerCycle }),
  };
  if (Object.keys(edit).length === 0) throw usageFailure('no change was given', { remedy: 'See --help.' });
  const parsed = editDeviceRequest.safeParse(edit);
  if (parsed.success) return parsed.data;
  const findings = describeRequest(editDeviceRequest, parsed.error, edit);
  throw usageFailure(findings.map(({ where, message }) => `${where}: ${message}`).join('; '));
}
