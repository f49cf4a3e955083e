import type { Command } from 'commander';
import { example } from '../command-run';
import type { CommandRun } from '../command-run';
import { registerDeviceAcceptDrift } from './accept-drift';
import { registerDeviceCheck } from './check';
import { registerDeviceEdit } from './edit';
import { registerDeviceEndMaintenance } from './end-maintenance';
import { registerDeviceEnroll } from './enroll';
import { registerDeviceFacts } from './facts';
import { registerDeviceHistory } from './history';
import { registerDeviceList } from './list';
import { registerDeviceMaintenance } from './maintenance';
import { registerDeviceQuarantine } from './quarantine';
import { registerDeviceRepin } from './repin';
import { registerDeviceRetire } from './retire';
import { registerDeviceShow } from './show';
import { registerDeviceSudoers } from './sudoers';

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
