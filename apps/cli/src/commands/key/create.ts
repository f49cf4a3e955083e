import { accessRoutes, type CreateKeyRequest } from '@joulefleet/contracts';
import { SCOPES, type Scope } from '@joulefleet/core';
import { Option, type Command } from 'commander';
import { tellInstant } from '../../time/local-instants';
import { momentOf } from '../../time/moment-of';
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
        const expiresMs = expires === undefined ? null : momentOf('--expires', expires, Date.now());
        const expiresAt = expiresMs === null ? undefined : new Date(expiresMs).toISOString();
        const body: CreateKeyRequest = { name, scopes: scope, expiresAt };
        if (expiresMs !== null) session.note(`It expires at ${tellInstant(expiresMs)}.`);
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
