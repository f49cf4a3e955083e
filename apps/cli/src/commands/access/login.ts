import { accessRoutes, type WhoAmIView } from '@joulefleet/contracts';
import { parseApiKey } from '@joulefleet/core';
import type { Command } from 'commander';
import { CliFailure, usageFailure } from '../../cli-failure';
import { callRoute } from '../../client/call-route';
import { keepLogin } from '../../client/keep-login';
import { keyByPassword } from '../../client/key-by-password';
import { locateController, originOf, type ControllerAddress } from '../../client/locate-controller';
import { renderWhoAmI } from '../../render/access/render-access';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { requireTerminal, secretLines, typeSecret } from '../../terminal/take-secret';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';
import { noteElsewhere } from './note-elsewhere';

interface LoginOptions {
  url?: string;
  keyStdin?: boolean;
}

const OTHERWISE = 'Send an API key to standard input, with --key-stdin.';

/** `joulefleet login`. */
export function registerLogin(program: Command, run: CommandRun): void {
  program
    .command('login')
    .description('log in to a controller with name and password, or with an API key, which is kept for this user')
    .option('--url <url>', 'the controller (default: the one that commands go to)')
    .option('--key-stdin', 'an API key is the first line of standard input')
    .addHelpText(
      'after',
      example('joulefleet login', 'joulefleet login --url https://joulefleet.lab --key-stdin < key'),
    )
    .action(
      action(run, async (session, command) => {
        const { url, keyStdin } = command.opts<LoginOptions>();
        const address = addressOf(session, url);
        const key = keyStdin ? await keyFromStdin(session) : await keyFromPassword(session, address);
        const who = await whoHas(address, key);
        keep(session, address, key);
        warnOf(session, address);
        const told = who ? renderWhoAmI(who, screenOf(session)) : 'a key without the scope to say whose it is';
        session.result({ url: address.url, who }, `Logged in to ${address.url}: ${told}`);
      }),
    );
}

function addressOf(session: Session, url: string | undefined): ControllerAddress {
  const startCommand = session.commandLine('up');
  if (url !== undefined) return { url: originOf(url), key: null, startCommand };
  return locateController(session.io.environment, startCommand);
}

async function keyFromStdin(session: Session): Promise<string> {
  const [line] = await secretLines(session, ['API key']);
  if (parseApiKey(line!.trim())) return line!.trim();
  throw usageFailure('standard input begins with no API key', { remedy: 'A key looks like jf_ID_SECRET.' });
}

async function keyFromPassword(session: Session, address: ControllerAddress): Promise<string> {
  requireTerminal(session, OTHERWISE);
  const name = (await session.io.ask('Name: ')).trim();
  const password = await typeSecret(session, 'Password: ', OTHERWISE);
  const who = session.io.environment.loginName.replace(/[^A-Za-z0-9._@-]/g, '-').slice(0, 40);
  return keyByPassword(address, { name, password }, `command line of ${who}`);
}

/** Null: the key is good, but for less than saying whose it is. @throws CliFailure `unauthorized` (operator). */
async function whoHas(address: ControllerAddress, key: string): Promise<WhoAmIView | null> {
  try {
    return await callRoute({ ...address, key }, accessRoutes.whoAmI, {});
  } catch (error) {
    if (error instanceof CliFailure && error.problem.code === 'forbidden') return null;
    throw error;
  }
}

function keep(session: Session, { url }: ControllerAddress, key: string): void {
  const replaced = keepLogin(session.io.environment.home, url, key);
  if (!replaced) return;
  const id = parseApiKey(replaced.key)?.id ?? '';
  session.note(`The login at ${replaced.url} is forgotten here; its key ${id} stays valid until it is revoked there.`);
}

function warnOf(session: Session, { url }: ControllerAddress): void {
  const { protocol, hostname } = new URL(url);
  const local = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  if (protocol === 'http:' && !local)
    session.note(`The connection to ${hostname} is not encrypted (no https): the key can be read on the way.`);
  if (session.io.environment.apiKey !== null)
    session.note('JOULEFLEET_API_KEY is set and takes precedence over the stored key.');
  noteElsewhere(session, url);
}
