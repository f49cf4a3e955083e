import type { Command } from 'commander';
import { example } from '../command-run';
import type { CommandRun } from '../command-run';
import { registerIdentityImport } from './import';
import { registerIdentityList } from './list';
import { registerIdentityMake } from './make';
import { registerIdentityRemove } from './remove';
import { registerIdentityShow } from './show';

const COMMANDS = [
  registerIdentityList,
  registerIdentityMake,
  registerIdentityImport,
  registerIdentityShow,
  registerIdentityRemove,
];

/** `joulefleet identity ...`. */
export function registerIdentity(program: Command, run: CommandRun): void {
  const identity = program
    .command('identity')
    .description('keys that log in to devices: make, import, show, remove')
    .addHelpText('after', example('joulefleet identity list'));
  for (const register of COMMANDS) register(identity, run);
}
