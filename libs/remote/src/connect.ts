import { Fault } from '@joulefleet/core';
import { createConnection, type Socket } from 'node:net';
import { Client, type ConnectConfig } from 'ssh2';
import { countConnection } from './count-connections';
import { connectionFault, type ReceivedGreeting } from './connection-fault';
import { fingerprintOf, hostKeyAlgorithms, keyTypeOf, type SeenHostKey } from './host-key';
import { HostKeyChanged } from './host-key-changed';
import { describePrivateKey } from './identity/describe-private-key';
import { addressOf, type SshTarget } from './ssh-target';

const READY_TIMEOUT_MS = 10_000;
/** A dead connection is detected when the third reply is missing: after 13.5 s, within the required 15. */
const KEEPALIVE_MS = 4_500;
const KEEPALIVE_COUNT = 2;
/** Enough for a banner before the SSH greeting, or to show what answers instead. */
const MAX_GREETING_BYTES = 4096;

/** Ciphers and MACs: AES-GCM first, encrypt-then-MAC only, no ChaCha20 (Terrapin, CVE-2023-48795). */
const CIPHERS = ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes256-ctr'] as const;
const MACS = ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256'] as const;

/**
 * Opens an SSH connection with publickey authentication and the pinned host key.
 * @throws Fault `device_unreachable`, `ssh_silent` (network, transient), `login_refused`, `host_unknown`, `not_ssh`,
 * `host_key_changed`, `identity_encrypted`, `identity_unreadable` (operator), `ssh_incompatible` (device).
 */
export async function connect(target: SshTarget & { fingerprint: string }): Promise<Client> {
  const seen: { key?: SeenHostKey } = {};
  try {
    return await dial(target, (key) => {
      seen.key = key;
      return key.fingerprint === target.fingerprint;
    });
  } catch (error) {
    if (lacksPinnedKeyType(error))
      throw new HostKeyChanged(target, await readHostKey({ ...target, hostKeyType: null }));
    if (seen.key && seen.key.fingerprint !== target.fingerprint) throw new HostKeyChanged(target, seen.key);
    throw error;
  }
}

/** Reads a server's host key without logging in. */
export async function readHostKey(target: SshTarget): Promise<SeenHostKey> {
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
  if (!seen) throw new Error('the server sent no host key');
  return seen;
}

function dial(target: SshTarget, accept: (key: SeenHostKey) => boolean): Promise<Client> {
  return new Promise((resolve, reject) => {
    describePrivateKey(target.privateKey, undefined, addressOf(target));
    const client = new Client();
    // Without a delay: small requests would each wait for the acknowledgement of what went before, up to 40 ms.
    const socket = createConnection({ host: target.host, port: target.port, noDelay: true });
    const received: ReceivedGreeting = { connected: false, text: '' };
    let failed: Error | undefined;
    client.on('error', (error) => {
      failed ??= error;
      // A graceful end takes a round trip, during which the connection would stay open unnoticed.
      client.destroy();
    });
    // Reject only when the connection is closed, so that a retry does not hold two.
    client.on('close', () => {
      reject(connectionFault(failed ?? new Error('the connection was closed'), target, received));
    });
    client.on('ready', () => {
      countConnection(client);
      resolve(client);
    });
    client.connect(connectConfig(target, socket, accept));
    recordGreeting(socket, received);
  });
}

/**
 * Records the first bytes of the server, because ssh2 does not report non-SSH data. ssh2 has paused the socket by now.
 */
function recordGreeting(socket: Socket, received: ReceivedGreeting): void {
  socket.once('connect', () => (received.connected = true));
  const record = (data: Buffer): void => {
    received.text = (received.text + data.toString('latin1')).slice(0, MAX_GREETING_BYTES);
    if (received.text.includes('SSH-') || received.text.length === MAX_GREETING_BYTES)
      socket.removeListener('data', record);
  };
  socket.on('data', record);
}

function connectConfig(target: SshTarget, sock: Socket, accept: (key: SeenHostKey) => boolean): ConnectConfig {
  return {
    sock,
    username: target.user,
    privateKey: target.privateKey,
    authHandler: ['publickey'],
    readyTimeout: READY_TIMEOUT_MS,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: KEEPALIVE_COUNT,
    algorithms: {
      serverHostKey: hostKeyAlgorithms(target.hostKeyType),
      cipher: [...CIPHERS],
      hmac: [...MACS],
      // What a server sends compressed may be a thousand times as large.
      compress: ['none'],
    },
    hostVerifier: (key: Buffer) => accept({ fingerprint: fingerprintOf(key), keyType: keyTypeOf(key) }),
  };
}

/** The server has no key of the pinned type: the device was reinstalled, or the connection is intercepted. */
function lacksPinnedKeyType(error: unknown): boolean {
  return error instanceof Fault && error.cause instanceof Error && /no matching host key/.test(error.cause.message);
}
