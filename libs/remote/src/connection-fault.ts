import { Fault } from '@joulefleet/core';
import { addressOf, type SshTarget } from './ssh-target';

const NETWORK_WORDS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'no route to that host',
  ENETUNREACH: 'no route to that network',
  ETIMEDOUT: 'no answer',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
};

/** What a failed SSH connection means: whose fault, whether retrying helps, what to do. */
export function connectionFault(error: Error & { level?: string; code?: string }, target: SshTarget): Fault {
  const where = addressOf(target);
  const details = { where, cause: error };
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') {
    return new Fault(`${where}: no such host name`, {
      ...details,
      code: 'host_unknown',
      origin: 'operator',
      transient: error.code === 'EAI_AGAIN',
      remedy: 'Correct the host name or the name server.',
    });
  }
  if (error.level === 'client-authentication') {
    return new Fault(`${where}: the login of ${target.user} with this key was refused`, {
      ...details,
      code: 'login_refused',
      origin: 'operator',
      transient: false,
      remedy: `Put the public key into ~${target.user}/.ssh/authorized_keys of the device, or name another user or identity.`,
    });
  }
  const words =
    (error.code && NETWORK_WORDS[error.code]) ?? (error.level === 'client-timeout' ? 'no answer' : error.message);
  return new Fault(`${where}: ${words}`, {
    ...details,
    code: 'device_unreachable',
    origin: 'network',
    transient: true,
    remedy: 'Check that the device is on, its network, the address and the SSH port.',
  });
}

/** The host key is not the pinned one: never retried, never ignored. */
export function hostKeyChanged(target: SshTarget, seen: string): Fault {
  return new Fault(`${addressOf(target)}: the host key changed from ${target.fingerprint} to ${seen}`, {
    code: 'host_key_changed',
    origin: 'operator',
    transient: false,
    where: addressOf(target),
    remedy:
      'If the device was installed anew, enrol it again with the new fingerprint; otherwise somebody sits in between.',
  });
}
