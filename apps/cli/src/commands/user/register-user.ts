import type { Command } from 'commander';
import { example } from '../command-run';
import type { CommandRun } from '../command-run';
import { registerUserAdd } from './add';
import { registerUserDisable, registerUserEnable, registerUserRole } from './edit';
import { registerUserList } from './list';
import { registerUserPassword } from './password';

const COMMANDS = [
  registerUserList,
  registerUserAdd,
  registerUserRole,
  registerUserDisable,
  registerUserEnable,
  registerUserPassword,
];

/** `joulefleet user ...`. */
export function registerUser(program: Command, run: CommandRun): void {
  const user = program
    .command('user')
    .description('who may do what: list, add, role, disable, enable, password')
    .addHelpText('after', example('joulefleet user list'));
  for (const register of COMMANDS) register(user, run);
}
