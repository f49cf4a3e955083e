import { Fault } from '@joulefleet/core';
import type { SeenHostKey } from './host-key';
import { addressOf, type SshTarget } from './ssh-target';

/** The host key is not the pinned one, or none of its type is left: never retried, never ignored. */
export class HostKeyChanged extends Fault {
  /** Of the key that was seen. */
  readonly fingerprint: string;

  constructor(target: SshTarget, seen: SeenHostKey) {
    const type = target.hostKeyType === null || target.hostKeyType === seen.keyType ? '' : ` (${seen.keyType})`;
    super(`${addressOf(target)}: the host key changed from ${target.fingerprint} to ${seen.fingerprint}${type}`, {
      code: 'host_key_changed',
      origin: 'operator',
      transient: false,
      where: addressOf(target),
      remedy:
        'If you typed the former one, look whether it is right. If the device was installed anew, compare the new key with its own and ' +
        'pin it: joulefleet device repin NAME. Otherwise somebody sits in between.',
    });
    this.fingerprint = seen.fingerprint;
  }
}
