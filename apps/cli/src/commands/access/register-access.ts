import type { Command } from 'commander';
import { registerAdminReset } from './admin-reset';
import { registerAudit } from './audit';
import type { CommandRun } from '../command-run';
import { registerLogin } from './login';
import { registerLogout } from './logout';
import { registerKey } from '../key/register-key';
import { registerUser } from '../user/register-user';
import { registerWhoAmI } from './whoami';

const COMMANDS = [
  registerLogin,
  registerLogout,
  registerWhoAmI,
  registerUser,
  registerKey,
  registerAudit,
  registerAdminReset,
];

/** Who one is, who else may do what, and who did. */
export function registerAccess(program: Command, run: CommandRun): void {
  for (const register of COMMANDS) register(program, run);
}
