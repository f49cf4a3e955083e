import { Fault } from '@joulefleet/core';
import { Client, type ConnectConfig } from 'ssh2';
import { connectionFault, hostKeyChanged } from './connection-fault';
import { fingerprintOf, hostKeyAlgorithms, keyTypeOf } from './host-key';
import { addressOf, type SshTarget } from './ssh-target';

const READY_TIMEOUT_MS = 10_000;
/** A dead connection is noticed after three missed replies: within 15 s. */
const KEEPALIVE_MS = 5_000;
const KEEPALIVE_COUNT = 2;

/** Ciphers and MACs: AES-GCM first, encrypt-then-MAC only, no ChaCha20 (Terrapin, CVE-2023-48795). */
const CIPHERS = ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes256-ctr'] as const;
const MACS = ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256'] as const;

export interface SeenHostKey {
  fingerprint: string;
  keyType: string;
}

/**
 * Opens an SSH connection with publickey authentication and the pinned host key.
 * @throws Fault `device_unreachable` (network, transient), `login_refused`, `host_unknown`, `host_key_changed`,
 * `identity_unreadable` (operator).
 */
export async function connect(target: SshTarget & { fingerprint: string }): Promise<Client> {
  const seen: { key?: SeenHostKey } = {};
  try {
    return await dial(target, (key) => {
      seen.key = key;
      return key.fingerprint === target.fingerprint;
    });
  } catch (error) {
    if (seen.key && seen.key.fingerprint !== target.fingerprint) throw hostKeyChanged(target, seen.key.fingerprint);
    throw error;
  }
}

/** The host key that a server shows, without logging in. */
export async function lookAtHostKey(target: SshTarget): Promise<SeenHostKey> {
  let seen: SeenHostKey | undefined;
  try {
    const client = await dial(target, (key) => {
      seen = key;
      return false;
    });
    client.end();
  } catch (error) {
    if (!seen) throw error;
  }
  if (!seen) throw connectionFault(new Error('the server showed no host key'), target);
  return seen;
}

function dial(target: SshTarget, accept: (key: SeenHostKey) => boolean): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    client.on('error', (error) => {
      reject(connectionFault(error, target));
      // Saying goodbye takes a round trip, and would keep the connection that long behind our back.
      client.destroy();
    });
    client.on('close', () => reject(connectionFault(new Error('the connection was closed'), target)));
    client.on('ready', () => resolve(client));
    try {
      client.connect(connectConfig(target, accept));
    } catch (error) {
      reject(identityUnreadable(target, error));
    }
  });
}

function connectConfig(target: SshTarget, accept: (key: SeenHostKey) => boolean): ConnectConfig {
  return {
    host: target.host,
    port: target.port,
    username: target.user,
    privateKey: target.privateKey,
    authHandler: ['publickey'],
    readyTimeout: READY_TIMEOUT_MS,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: KEEPALIVE_COUNT,
    algorithms: { serverHostKey: hostKeyAlgorithms(target.hostKeyType), cipher: [...CIPHERS], hmac: [...MACS] },
    hostVerifier: (key: Buffer) => accept({ fingerprint: fingerprintOf(key), keyType: keyTypeOf(key) }),
  };
}

function identityUnreadable(target: SshTarget, cause: unknown): Fault {
  return new Fault(`the private key for ${addressOf(target)} cannot be used: ${(cause as Error).message}`, {
    code: 'identity_unreadable',
    origin: 'operator',
    transient: false,
    where: addressOf(target),
    remedy: 'Name an unencrypted private key in OpenSSH or PEM form.',
    cause,
  });
}
