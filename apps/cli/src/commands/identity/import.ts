import { resolve } from 'node:path';
import { identityRoutes, type IdentityView, type ImportIdentityRequest } from '@joulefleet/contracts';
import type { Command } from 'commander';
import { CliFailure } from '../../cli-failure';
import { atFile } from '../../enroll/identity-files';
import { renderIdentities } from '../../render/identity/render-identities';
import { screenOf } from '../../terminal/screen';
import type { Session } from '../../terminal/session';
import { readStdinText, readTextFile } from '../../terminal/text-file';
import { action, example } from '../command-run';
import type { CommandRun } from '../command-run';

interface ImportOptions {
  name?: string;
  passphraseStdin?: boolean;
}

/** `joulefleet identity import FILE`. */
export function registerIdentityImport(parent: Command, run: CommandRun): void {
  parent
    .command('import')
    .description('store a private key in the controller, encrypted; a key that is stored already is left unchanged')
    .argument('<file>', 'private key, in the form of OpenSSH, PEM or PKCS#8, on this machine')
    .option('--name <name>', 'what to call it (default: made from its fingerprint)')
    .option('--passphrase-stdin', 'the passphrase of the key is the first line of standard input')
    .addHelpText('after', example('joulefleet identity import ~/.ssh/lab --name lab'))
    .action(
      action(run, async (session, command) => {
        const [file] = command.processedArgs as [string];
        const { name, passphraseStdin } = command.opts<ImportOptions>();
        const request: ImportIdentityRequest = { name, privateKey: readKey(session, file) };
        if (passphraseStdin) request.passphrase = (await readStdinText(session.io)).split(/\r?\n/, 1)[0];
        const identity = await importKey(session, file, request).catch((error: unknown) => {
          throw atFile(error, file);
        });
        session.result(identity, renderIdentities([identity], screenOf(session)));
      }),
    );
}

/** A key that is encrypted is tried again with the passphrase that is typed. */
async function importKey(session: Session, file: string, request: ImportIdentityRequest): Promise<IdentityView> {
  const client = session.client();
  try {
    return await client.call(identityRoutes.importIdentity, { body: request });
  } catch (error) {
    const encrypted = error instanceof CliFailure && error.problem.code === 'identity_encrypted';
    if (!encrypted || request.passphrase !== undefined || session.json || !session.io.stdinIsTty) throw error;
    const passphrase = await session.io.askSecret(`Passphrase of ${file}: `);
    return await client.call(identityRoutes.importIdentity, { body: { ...request, passphrase } });
  }
}

function readKey({ io }: Session, file: string): string {
  const path = resolve(io.environment.workingFolder, file);
  return readTextFile({ path, shown: file, what: 'the private key', lenient: true });
}
