import type { Command } from 'commander';
import { example } from './command-run';
import type { CommandRun } from './command-run';
import { registerDeviceAcceptDrift } from './device-accept-drift';
import { registerDeviceCheck } from './device-check';
import { registerDeviceEdit } from './device-edit';
import { registerDeviceEndMaintenance } from './device-end-maintenance';
import { registerDeviceEnroll } from './device-enroll';
import { registerDeviceFacts } from './device-facts';
import { registerDeviceHistory } from './device-history';
import { registerDeviceList } from './device-list';
import { registerDeviceMaintenance } from './device-maintenance';
import { registerDeviceQuarantine } from './device-quarantine';
import { registerDeviceRepin } from './device-repin';
import { registerDeviceRetire } from './device-retire';
import { registerDeviceShow } from './device-show';
import { registerDeviceSudoers } from './device-sudoers';

const COMMANDS = [
  registerDeviceEnroll,
  registerDeviceList,
  registerDeviceShow,
  registerDeviceHistory,
  registerDeviceFacts,
  registerDeviceEdit,
  registerDeviceCheck,
  registerDeviceAcceptDrift,
  registerDeviceRepin,
  registerDeviceSudoers,
  registerDeviceQuarantine,
  registerDeviceRetire,
  registerDeviceMaintenance,
  registerDeviceEndMaintenance,
];

/** `joulefleet device ...`. */
export function registerDevice(program: Command, run: CommandRun): void {
  const device = program
    .command('device')
    .description('boards: enrol, list, show, check, take out and bring back')
    .addHelpText('after', example('joulefleet device list'));
  for (const register of COMMANDS) register(device, run);
}
