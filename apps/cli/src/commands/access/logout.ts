import { accessRoutes, type Problem } from '@joulefleet/contracts';
import { parseApiKey } from '@joulefleet/core';
import type { Command } from 'commander';
import { failure, problemOf, type CliFailure } from '../../cli-failure';
import { keepCredentials, readCredentials, type Credentials } from '../../client/credentials';
import { isOwnController, readControllerState } from '../../client/locate-controller';
import type { Environment } from '../../environment';
import type { Session } from '../../terminal/session';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** One of the keys that are kept. */
interface KeptLogin {
  entry: keyof Credentials;
  /** The controller that it is for; null: that of this home, which does not run. */
  url: string | null;
  key: string;
}

/** `joulefleet logout`: the key is forgotten once it is revoked, or can never be. */
export function registerLogout(program: Command, run: CommandRun): void {
  program
    .command('logout')
    .description('revoke the API key that is kept for this user, and forget it')
    .option('--keep-key', 'forget it here only; it stays valid')
    .addHelpText('after', example('joulefleet logout'))
    .action(
      action(run, async (session, command) => {
        const { home } = session.io.environment;
        const kept = keptLogin(session.io.environment);
        if (!kept) return session.result({ loggedIn: false, revoked: false }, 'You were not logged in.');
        const revoked = !command.opts<{ keepKey?: boolean }>().keepKey && (await revoke(session, kept));
        keepCredentials(home, { [kept.entry]: undefined });
        session.result({ loggedIn: true, revoked }, tellLogout(home, kept, revoked));
      }),
    );
}

/** Of the two that may be kept the one that commands use: that of this home only if no other is, or JOULEFLEET_URL says so. */
function keptLogin({ home, url }: Environment): KeptLogin | null {
  const { key, remote } = readCredentials(home);
  const ownUrl = readControllerState(home)?.url ?? null;
  const own: KeptLogin | null = key === undefined ? null : { entry: 'key', url: ownUrl, key };
  const isOwn = url !== null && isOwnController(home, url);
  return remote && !(own && isOwn) ? { entry: 'remote', ...remote } : own;
}

/** False: the key is gone already, or may not do this. @throws CliFailure of whatever went wrong on the way there. */
async function revoke(session: Session, { url, key }: KeptLogin): Promise<boolean> {
  const id = parseApiKey(key)?.id;
  if (id === undefined) return false;
  const asKept = { ...session.io.environment, url, apiKey: key };
  try {
    await session.clientAs(asKept).call(accessRoutes.revokeKey, { params: { id } });
    return true;
  } catch (error) {
    const problem = problemOf(error);
    if (problem.origin !== 'operator' || problem.transient) throw stillLoggedIn(session, problem);
    session.note(`The key could not be revoked: ${problem.detail}`);
    return false;
  }
}

function stillLoggedIn(session: Session, problem: Problem): CliFailure {
  const keepKey = `\`${session.commandLine('logout --keep-key')}\` forgets the key here only; it stays valid.`;
  return failure({
    ...problem,
    title: 'You are still logged in: the key could not be revoked',
    remedy: [problem.remedy, keepKey].filter((part) => part !== undefined).join(' '),
  });
}

function tellLogout(home: string, { entry, url }: KeptLogin, revoked: boolean): string {
  const { key, remote } = readCredentials(home);
  const where = `Logged out of ${url ?? 'the controller of this home'}`;
  const told = revoked ? `${where}; the key is revoked.` : `${where} on this machine; no key was revoked.`;
  const left = entry === 'key' ? remote?.url : key && 'the controller of this home';
  return left === undefined ? told : `${told} The login at ${left} is kept.`;
}
