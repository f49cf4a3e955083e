import { describeSystemError, Fault } from '@joulefleet/core';
import { addressOf, type SshTarget } from './ssh-target';

/** What was received on a connection before it failed. */
export interface ReceivedGreeting {
  /** Whether the TCP connection was accepted. */
  connected: boolean;
  /** The first bytes received, as text; may be empty. */
  text: string;
}

/** Plain-text messages with which sshd closes connections beyond its limits or from penalised addresses. */
const SSHD_REFUSAL = /^(Exceeded MaxStartups|Not allowed at this time)/;

type SshError = Error & { level?: string; code?: string };

/** Classifies a failed SSH connection: origin, whether retrying can help, and the remedy. */
export function connectionFault(error: SshError, target: SshTarget, received: ReceivedGreeting): Fault {
  const where = addressOf(target);
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return hostUnknown(error, where);
  if (error.level === 'client-authentication') return loginRefused(error, target);
  if (received.connected && !received.text.includes('SSH-')) return noGreeting(error, where, received.text);
  if (error.level === 'handshake') return incompatible(error, where);
  return unreachable(error, where, error.level === 'client-timeout' ? 'no answer' : describeSystemError(error));
}

function hostUnknown(error: SshError, where: string): Fault {
  return new Fault(`${where}: no such host name`, {
    code: 'host_unknown',
    origin: 'operator',
    transient: error.code === 'EAI_AGAIN',
    where,
    remedy: 'Correct the host name, or check the name server.',
    cause: error,
  });
}

function loginRefused(error: SshError, target: SshTarget): Fault {
  return new Fault(`${addressOf(target)}: the server refused the login of ${target.user} with this key`, {
    code: 'login_refused',
    origin: 'operator',
    transient: false,
    where: addressOf(target),
    remedy: `Add the public key to ~${target.user}/.ssh/authorized_keys on the device, or use another user or identity.`,
    cause: error,
  });
}

/** The connection was accepted, but no SSH greeting arrived. */
function noGreeting(error: SshError, where: string, text: string): Fault {
  if (SSHD_REFUSAL.test(text)) {
    return unreachable(error, where, `sshd refused the connection: ${quote(text)}`);
  }
  if (text !== '') {
    return new Fault(`${where}: not an SSH server; it answered ${quote(text)}`, {
      code: 'not_ssh',
      origin: 'operator',
      transient: false,
      where,
      remedy: "Use the port of the device's SSH server (22 by default).",
      cause: error,
    });
  }
  const how = error.level === 'client-timeout' ? 'sends nothing' : 'closes the connection without a greeting';
  return new Fault(`${where}: the server accepts the connection but ${how}`, {
    code: 'ssh_silent',
    origin: 'network',
    transient: true,
    where,
    remedy:
      'Check that sshd runs and is not overloaded (MaxStartups), that the device does not hang, and that no ' +
      'firewall interferes.',
    cause: error,
  });
}

/** The first line, quoted and safe to display. */
function quote(text: string): string {
  const line = text.split(/[\r\n]/, 1)[0] ?? '';
  return JSON.stringify(line.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 60));
}

/** What two sides must have in common, as ssh2 names it, and as sshd_config does. */
const ALGORITHMS: readonly (readonly [RegExp, string])[] = [
  [/no matching key exchange/, 'key exchange (KexAlgorithms)'],
  [/no matching host key/, 'type of host key (HostKeyAlgorithms)'],
  [/no matching \S+ cipher/, 'cipher (Ciphers)'],
  [/no matching \S+ MAC/, 'message authentication (MACs)'],
  [/no matching \S+ compression/, 'compression (Compression)'],
];

function incompatible(error: SshError, where: string): Fault {
  const [, algorithm] = ALGORITHMS.find(([pattern]) => pattern.test(error.message)) ?? [];
  const reason = algorithm
    ? `its SSH server and Joulefleet have no ${algorithm} in common`
    : `the SSH handshake failed: ${error.message.replace(/^Handshake failed: /, '')}`;
  return new Fault(`${where}: ${reason}`, {
    code: 'ssh_incompatible',
    origin: 'device',
    transient: false,
    where,
    remedy: 'Update sshd on the device, or allow current algorithms in its sshd_config.',
    cause: error,
  });
}

function unreachable(error: SshError, where: string, reason: string): Fault {
  return new Fault(`${where}: ${reason}`, {
    code: 'device_unreachable',
    origin: 'network',
    transient: true,
    where,
    remedy: 'Check that the device is on, its network, the address and the SSH port.',
    cause: error,
  });
}
