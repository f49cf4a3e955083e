import { identityRoutes, type IdentityView } from '@joulefleet/contracts';
import { nearestWord } from '@joulefleet/core';
import { usageFailure } from '../cli-failure';
import { collectPages } from './call-route';
import type { ControllerClient } from './controller-client';

/** Every key that the controller keeps. */
export async function listIdentities(client: ControllerClient): Promise<IdentityView[]> {
  return collectPages(
    (query) => client.call(identityRoutes.listIdentities, { query }),
    ({ identities }) => identities,
  );
}

/** The kept key of a name, or with a fingerprint. @throws CliFailure `identity_unknown`, with the nearest name. */
export async function findIdentity(client: ControllerClient, nameOrFingerprint: string): Promise<IdentityView> {
  const identities = await listIdentities(client);
  const found = identities.find(({ name, fingerprint }) => [name, fingerprint].includes(nameOrFingerprint));
  if (found) return found;
  const nearest = nearestWord(
    nameOrFingerprint,
    identities.map(({ name }) => name),
  );
  throw usageFailure(`no key is stored as ${nameOrFingerprint}`, {
    code: 'identity_unknown',
    title: 'There is no such identity',
    remedy: nearest ? `Did you mean ${nearest}?` : 'See `joulefleet identity list`.',
  });
}
