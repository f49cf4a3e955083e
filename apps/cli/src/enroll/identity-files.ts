import { identityRoutes } from '@joulefleet/contracts';
import { CliFailure, failure } from '../cli-failure';
import type { ControllerClient } from '../client/controller-client';
import { readTextFile } from '../terminal/text-file';

/** Has the controller take in the private keys of files, each once however many devices it logs in to. */
export class IdentityFiles {
  private readonly taken = new Map<string, Promise<string>>();

  constructor(private readonly client: Pick<ControllerClient, 'call'>) {}

  /** Fingerprint of the key in a file, by which the controller knows it then. @throws CliFailure `identity_missing`, ... */
  fingerprintOf(file: string): Promise<string> {
    const known = this.taken.get(file);
    if (known) return known;
    const taken = this.takeIn(file);
    this.taken.set(file, taken);
    return taken;
  }

  private async takeIn(file: string): Promise<string> {
    const privateKey = readKey(file);
    try {
      return (await this.client.call(identityRoutes.importIdentity, { body: { privateKey } })).fingerprint;
    } catch (error) {
      throw atFile(error, file);
    }
  }
}

/** The controller does not know the file: it names the key, or the member of the request. */
export function atFile(error: unknown, file: string): unknown {
  if (!(error instanceof CliFailure) || !error.problem.code.startsWith('identity_')) return error;
  const { where, detail } = error.problem;
  if (where === undefined) return error;
  const prefix = `${where}: `;
  return new CliFailure({
    ...error.problem,
    where: file,
    detail: detail.startsWith(prefix) ? `${file}: ${detail.slice(prefix.length)}` : detail,
  });
}

function readKey(file: string): string {
  try {
    return readTextFile({ path: file, shown: file, what: `the identity ${file}`, lenient: true });
  } catch (error) {
    if (!(error instanceof CliFailure) || error.problem.code !== 'usage') throw error;
    throw failure({
      ...error.problem,
      code: 'identity_missing',
      title: 'The private key cannot be read',
      remedy: 'Name a private key that you may read, or one that the controller keeps with --identity-name.',
    });
  }
}
