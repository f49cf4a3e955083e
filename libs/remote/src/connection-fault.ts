import { Fault } from '@joulefleet/core';
import { addressOf, type SshTarget } from './ssh-target';

/** How far a connection had got when it failed. */
export interface Heard {
  /** Whether something took the connection. */
  connected: boolean;
  /** The first bytes that came, as text; empty when none did. */
  text: string;
}

const NETWORK_WORDS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'no route to that host',
  ENETUNREACH: 'no route to that network',
  ETIMEDOUT: 'no answer',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was closed',
};

/** What sshd says in plain text before it closes a connection that it has no room for or is cross about. */
const TURNED_AWAY = /^(Exceeded MaxStartups|Not allowed at this time)/;

type SshError = Error & { level?: string; code?: string };

/** What a failed SSH connection means: whose fault, whether retrying helps, what to do. */
export function connectionFault(error: SshError, target: SshTarget, heard: Heard): Fault {
  const where = addressOf(target);
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return hostUnknown(error, where);
  if (error.level === 'client-authentication') return loginRefused(error, target);
  if (heard.connected && !heard.text.includes('SSH-')) return noGreeting(error, where, heard.text);
  if (error.level === 'handshake') return incompatible(error, where);
  const words =
    (error.code && NETWORK_WORDS[error.code]) ?? (error.level === 'client-timeout' ? 'no answer' : error.message);
  return unreachable(error, where, words);
}

function hostUnknown(error: SshError, where: string): Fault {
  return new Fault(`${where}: no such host name`, {
    code: 'host_unknown',
    origin: 'operator',
    transient: error.code === 'EAI_AGAIN',
    where,
    remedy: 'Correct the host name or the name server.',
    cause: error,
  });
}

function loginRefused(error: SshError, target: SshTarget): Fault {
  return new Fault(`${addressOf(target)}: the login of ${target.user} with this key was refused`, {
    code: 'login_refused',
    origin: 'operator',
    transient: false,
    where: addressOf(target),
    remedy: `Put the public key into ~${target.user}/.ssh/authorized_keys of the device, or name another user or identity.`,
    cause: error,
  });
}

/** Something took the connection and did not speak SSH. */
function noGreeting(error: SshError, where: string, said: string): Fault {
  if (TURNED_AWAY.test(said)) {
    return unreachable(error, where, `sshd turned the connection away: ${quote(said)}`);
  }
  if (said !== '') {
    return new Fault(`${where}: no SSH server: it said ${quote(said)}`, {
      code: 'not_ssh',
      origin: 'operator',
      transient: false,
      where,
      remedy: 'Name the port on which the SSH server of the device listens (22 unless changed).',
      cause: error,
    });
  }
  const how = error.level === 'client-timeout' ? 'says nothing' : 'closes it without a word';
  return new Fault(`${where}: something takes the connection and ${how}`, {
    code: 'ssh_silent',
    origin: 'network',
    transient: true,
    where,
    remedy:
      'Check that sshd runs there and is not overloaded (MaxStartups), that the device is not stuck, and that no ' +
      'firewall stands in between.',
    cause: error,
  });
}

/** The first line, as it may be shown anywhere. */
function quote(said: string): string {
  const line = said.split(/[\r\n]/, 1)[0] ?? '';
  return JSON.stringify(line.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 60));
}

function incompatible(error: SshError, where: string): Fault {
  return new Fault(`${where}: ${error.message}`, {
    code: 'ssh_incompatible',
    origin: 'device',
    transient: false,
    where,
    remedy: 'Bring sshd on the device up to date, or allow current algorithms in its sshd_config.',
    cause: error,
  });
}

function unreachable(error: SshError, where: string, words: string): Fault {
  return new Fault(`${where}: ${words}`, {
    code: 'device_unreachable',
    origin: 'network',
    transient: true,
    where,
    remedy: 'Check that the device is on, its network, the address and the SSH port.',
    cause: error,
  });
}
