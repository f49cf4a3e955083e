import { accessRoutes } from '@joulefleet/contracts';
import { parseApiKey } from '@joulefleet/core';
import type { Command } from 'commander';
import { problemOf } from '../cli-failure';
import { forgetCredentials, readCredentials } from '../client/credentials';
import type { Session } from '../terminal/session';
import { action, example } from './command-run';
import type { CommandRun } from './command-run';

/** `joulefleet logout`: also without the controller, whose key then stays good. */
export function registerLogout(program: Command, run: CommandRun): void {
  program
    .command('logout')
    .description('revoke the API key that is kept for this user, and forget it')
    .option('--keep-key', 'forget it here only; it stays good')
    .addHelpText('after', example('joulefleet logout'))
    .action(
      action(run, async (session, command) => {
        const { home } = session.io.environment;
        const kept = readCredentials(home);
        const revoked =
          kept !== null && !command.opts<{ keepKey?: boolean }>().keepKey && (await revoke(session, kept.key));
        forgetCredentials(home);
        const told = revoked ? 'Logged out; the key is revoked.' : 'Logged out on this machine; no key was revoked.';
        session.result({ loggedIn: kept !== null, revoked }, kept ? told : 'Nobody was logged in.');
      }),
    );
}

async function revoke(session: Session, key: string): Promise<boolean> {
  const { environment } = session.io;
  const keptOnly = { ...environment, apiKey: null };
  try {
    const id = parseApiKey(key)?.id ?? '';
    await session.clientAs(keptOnly).call(accessRoutes.revokeKey, { params: { id } });
    return true;
  } catch (error) {
    session.note(`The key could not be revoked: ${problemOf(error).detail}`);
    return false;
  }
}
