import { readFileSync } from 'node:fs';
import { identityRoutes } from '@joulefleet/contracts';
import { failure } from '../cli-failure';
import type { ControllerClient } from '../client/controller-client';

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
    return (await this.client.call(identityRoutes.importIdentity, { body: { privateKey } })).fingerprint;
  }
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw failure({
      code: 'identity_missing',
      title: 'The private key cannot be read',
      detail: `the identity ${file} cannot be read: ${reason}`,
      where: file,
      origin: 'operator',
      transient: false,
      remedy: 'Name a private key that you may read, or one that the controller keeps with --identity-name.',
    });
  }
}
