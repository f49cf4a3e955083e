import { accessRoutes } from '@joulefleet/contracts';
import type { Command } from 'commander';
import type { ControllerClient } from '../../client/controller-client';
import { openAddress } from '../../processes/open-address';
import type { Session } from '../../terminal/session';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

/** An address that logs one browser in, once. */
export interface WebAddress {
  url: string;
  expiresAt: string;
}

/** `joulefleet web`: the address of the web interface, for a browser without a password. */
export function registerWeb(program: Command, run: CommandRun): void {
  program
    .command('web')
    .description(
      'an address of the web interface that logs a browser in as you, once and within a minute; opens it on a desktop',
    )
    .option('--no-open', 'print the address only')
    .addHelpText('after', example('joulefleet web', 'joulefleet web --no-open'))
    .action(
      action(run, async (session, command) => {
        const address = await createWebAddress(session.client());
        const { open } = command.opts<{ open: boolean }>();
        const opened = open && !session.json && openAddress(address.url, session.io.environment.childEnvironment);
        session.result({ ...address, opened }, `${address.url}\n${describeUse(session, opened)}`);
      }),
    );
}

/** @throws CliFailure `scopes_beyond` when the key may not do what its user may. */
export async function createWebAddress(client: ControllerClient): Promise<WebAddress> {
  const { code, expiresAt } = await client.call(accessRoutes.createLoginCode);
  // After `#`, so that neither a log nor another site gets to see it.
  return { url: new URL(`/#code=${code}`, client.address.url).href, expiresAt };
}

function describeUse(session: Session, opened: boolean): string {
  const how = opened ? 'Your browser opens it' : 'Open it in a browser';
  return `${how}: it is valid once, for a minute. \`${session.commandLine('web')}\` makes a new one.`;
}
