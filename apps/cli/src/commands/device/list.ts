import { AVAILABILITIES, KNOWN_CLASSES, HEALTHS } from '@joulefleet/core';
import { Option } from 'commander';
import type { Command } from 'commander';
import type { DeviceFilter } from '../../client/controller-client';
import { renderDevices } from '../../render/device/render-devices';
import { screenOf } from '../../terminal/screen';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** `joulefleet device list`. */
export function registerDeviceList(parent: Command, run: CommandRun): void {
  parent
    .command('list')
    .description('the enrolled devices: state, reason, since when, until when and the next step')
    .addOption(new Option('--class <class>', 'only of this device class').choices(KNOWN_CLASSES))
    .option('--label <label>', 'only with this label')
    .option('--group <group>', 'only of this group')
    .addOption(new Option('--availability <state>', 'only in this state').choices(AVAILABILITIES))
    .addOption(new Option('--health <health>', 'only of this health').choices(HEALTHS))
    .addHelpText(
      'after',
      example(
        'joulefleet device list',
        'joulefleet device list --availability quarantined',
        'joulefleet device list --group rack-a --json',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const { class: deviceClass, label, group, availability, health } = command.opts<DeviceFilter>();
        const filter = { class: deviceClass, label, group, availability, health };
        const devices = await session.client().devices(filter);
        session.result({ devices }, devices.length > 0 ? renderDevices(devices, screenOf(session)) : nothing(filter));

        function nothing(given: DeviceFilter): string {
          if (Object.values(given).some((word) => word !== undefined)) return 'No device matches all of that.';
          return `No device is enrolled. Enroll one: ${session.commandLine('device enroll HOST')}`;
        }
      }),
    );
}
