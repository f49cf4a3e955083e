import type { ListedDevice } from '@joulefleet/contracts';

/** What becomes of a host key that nobody has confirmed yet: as the command line decides without `--yes`. */
export type SeenKey = { is: 'accepted' } | { is: 'revoked'; where: string } | { is: 'unknown' };

/** known_hosts may list it among several of the device; one that it revokes is never pinned, whoever confirms it. Pure. */
export function judgeSeenKey(
  seen: string,
  { acceptedKeys, revokedKeys }: Pick<ListedDevice, 'acceptedKeys' | 'revokedKeys'>,
): SeenKey {
  const revoked = revokedKeys.find(({ fingerprint }) => fingerprint === seen);
  if (revoked) return { is: 'revoked', where: revoked.where };
  return { is: acceptedKeys.some(({ fingerprint }) => fingerprint === seen) ? 'accepted' : 'unknown' };
}
