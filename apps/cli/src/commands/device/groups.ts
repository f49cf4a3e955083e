import { deviceRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { renderGroups } from '../../render/device/render-groups';
import { action, example, type CommandRun } from '../command-run';

const MAX_AT_ONCE = 10_000;

/** `joulefleet device groups`. */
export function registerDeviceGroups(parent: Command, run: CommandRun): void {
  parent
    .command('groups')
    .description('the groups of devices, and how many of each may work at once')
    .addHelpText('after', example('joulefleet device groups', 'joulefleet device groups --json'))
    .action(
      action(run, async (session) => {
        const list = await session.client().call(deviceRoutes.listGroups);
        session.result(list, renderGroups(list.groups, session.colors));
      }),
    );
}

/** `joulefleet device limit GROUP COUNT`. */
export function registerDeviceLimit(parent: Command, run: CommandRun): void {
  parent
    .command('limit')
    .description('how many devices of a group may work at once, such as those on one power circuit')
    .argument('<group>', 'name of the group')
    .argument('<count>', 'a whole number, or none to remove the limit')
    .addHelpText('after', example('joulefleet device limit circuit-1 4', 'joulefleet device limit circuit-1 none'))
    .action(
      action(run, async (session, command) => {
        const [group, text] = command.processedArgs as [string, string];
        const maxAtOnce = text === 'none' ? null : Number(text);
        if (maxAtOnce !== null && !(/^[0-9]+$/.test(text) && maxAtOnce <= MAX_AT_ONCE)) {
          throw usageFailure(
            `${JSON.stringify(text)} is no limit; expected a whole number up to ${MAX_AT_ONCE}, or none`,
          );
        }
        const list = await session.client().call(deviceRoutes.limitGroup, { params: { group }, body: { maxAtOnce } });
        session.result(list, renderGroups(list.groups, session.colors));
      }),
    );
}
