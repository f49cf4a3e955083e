import { accessRoutes, type CreateKeyRequest } from '@joulefleet/contracts';
import { SCOPES, type Scope } from '@joulefleet/core';
import { Option, type Command } from 'commander';
import { usageFailure } from '../../cli-failure';
import { parseMoment } from '../../time/parse-moment';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

interface CreateOptions {
  user?: string;
  scope?: Scope[];
  expires?: string;
}

/** `joulefleet key create NAME`. */
export function registerKeyCreate(parent: Command, run: CommandRun): void {
  parent
    .command('create')
    .description('create an API key and print it once')
    .argument('<name>', 'what it is for')
    .option('--user <name>', 'for another user, as an admin')
    .addOption(new Option('--scope <scopes...>', 'fewer scopes than its user has').choices(SCOPES))
    .option('--expires <when>', 'for example +90d or 2027-01-31 (default: never)')
    .addHelpText(
      'after',
      example(
        'joulefleet key create nightly --expires +90d',
        'joulefleet key create prometheus --scope metrics:read',
        'joulefleet key create sweeps --user nightly',
      ),
    )
    .action(
      action(run, async (session, command) => {
        const [name] = command.processedArgs as [string];
        const { user, scope, expires } = command.opts<CreateOptions>();
        const body: CreateKeyRequest = { name, scopes: scope, expiresAt: expires && expiryOf(expires) };
        const client = session.client();
        const made =
          user === undefined
            ? await client.call(accessRoutes.createKey, { body })
            : await client.call(accessRoutes.createUserKey, { params: { name: user }, body });
        session.note(`The key, shown this once; send it as "Authorization: Bearer ...", or set JOULEFLEET_API_KEY:`);
        session.result(made, made.key);
      }),
    );
}

function expiryOf(text: string): string {
  const momentMs = parseMoment(text, Date.now());
  if (momentMs !== null) return new Date(momentMs).toISOString();
  throw usageFailure(`--expires: "${text}" is not a date or time`, { remedy: 'Write +90d, or 2027-01-31.' });
}
