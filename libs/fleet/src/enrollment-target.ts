import type { EnrollRequest } from '@joulefleet/contracts';
import { addressOf, HostKeyChanged, readHostKey, type SshTarget } from '@joulefleet/remote';
import type { Device } from '@joulefleet/store';
import { HostKeyUnconfirmed } from './host-key-faults';
import { boardOf, type PinnedTarget } from './ssh-target-of';

export type TypedTarget = PinnedTarget & { hostKeyType: string };

/**
 * Where a device is enrolled and which host key is accepted there; its type is looked at where nobody says it. What is pinned
 * already stays pinned: only `repin` changes it.
 * @throws Fault `host_key_unconfirmed`, `host_key_changed` (operator), and the same faults as `readHostKey`.
 */
export async function enrollmentTarget(
  request: EnrollRequest,
  known: Pick<Device, 'name' | 'facts' | 'fingerprint' | 'hostKeyType'> | null,
  privateKey: Buffer,
): Promise<TypedTarget> {
  const { host, port, user } = request;
  const fingerprint = known?.fingerprint ?? request.fingerprint ?? null;
  const hostKeyType = known?.hostKeyType ?? request.hostKeyType ?? null;
  const board = known && boardOf(known);
  const target: SshTarget = { host, port, user, privateKey, fingerprint, hostKeyType, board };
  if (known && request.fingerprint && request.fingerprint !== known.fingerprint) {
    const keyType = request.hostKeyType ?? known.hostKeyType;
    throw new HostKeyChanged(target, { fingerprint: request.fingerprint, keyType });
  }
  if (fingerprint !== null && hostKeyType !== null) return { ...target, fingerprint, hostKeyType };
  const seen = await readHostKey(target);
  if (fingerprint === null) throw new HostKeyUnconfirmed(addressOf(target), seen.fingerprint);
  return { ...target, fingerprint, hostKeyType: seen.keyType };
}
