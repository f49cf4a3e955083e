import { Fault } from '@joulefleet/core';
import type { SeenHostKey } from './host-key';
import { addressOf, type SshTarget } from './ssh-target';

/** The server's host key is not the pinned one, or no key of its type exists any more. Never retried, never ignored. */
export class HostKeyChanged extends Fault {
  /** Fingerprint of the key that the server presented. */
  readonly fingerprint: string;

  constructor(target: SshTarget, seen: SeenHostKey) {
    const type = target.hostKeyType === null || target.hostKeyType === seen.keyType ? '' : ` (${seen.keyType})`;
    super(`${addressOf(target)}: expected host key ${target.fingerprint}, found ${seen.fingerprint}${type}`, {
      code: 'host_key_changed',
      origin: 'operator',
      transient: false,
      where: addressOf(target),
      remedy:
        'If you typed the first fingerprint, check it. If the device was reinstalled, compare the new key with the one on the device and ' +
        'pin it with `joulefleet device repin NAME`. Otherwise someone may be intercepting the connection.',
    });
    this.fingerprint = seen.fingerprint;
  }
}
