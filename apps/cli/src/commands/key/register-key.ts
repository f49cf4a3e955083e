import type { Command } from 'commander';
import { example } from '../command-run';
import type { CommandRun } from '../command-run';
import { registerKeyCreate } from './create';
import { registerKeyList } from './list';
import { registerKeyRevoke } from './revoke';

/** `joulefleet key ...`. */
export function registerKey(program: Command, run: CommandRun): void {
  const key = program
    .command('key')
    .description('API keys: list, create, revoke')
    .addHelpText('after', example('joulefleet key list'));
  for (const register of [registerKeyList, registerKeyCreate, registerKeyRevoke]) register(key, run);
}
