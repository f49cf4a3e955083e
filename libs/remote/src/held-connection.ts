import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '@joulefleet/core';
import type { Client } from 'ssh2';
import { connect } from './connect';
import { connectionFault } from './connection-fault';
import type { OpenAgent } from './open-agent';
import type { AgentFile } from './pack-agent';
import { addressOf, type SshTarget } from './ssh-target';
import { startAgent } from './start-agent';
import { startCommand } from './start-command';

/** An idle connection that runs nothing on the device; SSH keepalives detect when the device is gone. */
export interface HeldConnection {
  /** Resolves with the reason when the connection is lost; never rejects. */
  readonly lost: Promise<Fault>;
  /**
   * Starts the agent on a channel of this connection; closing it closes only the channel. Throws the same faults as
   * `startAgent`.
   */
  openAgent(agent: AgentFile): Promise<OpenAgent>;
  /** Deletes the agent's file on the device, so that the next start uploads it again. */
  forgetAgent(agent: AgentFile): Promise<void>;
  close(): void;
}

/** Opens a connection and keeps it. A dead device is detected within 15 s. Throws the same faults as `connect`. */
export async function holdConnection(target: SshTarget & { fingerprint: string }): Promise<HeldConnection> {
  const client = await connect(target);
  const where = addressOf(target);
  const lost = new Promise<Fault>((resolve) => {
    const received = { connected: true, text: 'SSH-' };
    client.on('error', (error) => resolve(connectionFault(error, target, received)));
    client.on('close', () => resolve(connectionFault(new Error('the connection was closed'), target, received)));
  });
  return {
    lost,
    openAgent: async (agent) => {
      const session = await startAgent(client, agent, { ...target, where });
      return { session, close: () => session.end() };
    },
    // Safe to interpolate: the path consists of fixed parts and hexadecimal digits.
    forgetAgent: (agent) => runCommand(client, `rm -f ${agent.remotePath}`, where),
    // A graceful end would wait for a device that may be gone.
    close: () => client.destroy(),
  };
}

/** A command never exits if the file system hangs. */
const COMMAND_TIMEOUT_MS = 30_000;

/** Runs a command and waits for its end or the timeout. Its outcome is ignored: the next step fails if it failed. */
async function runCommand(client: Client, line: string, where: string): Promise<void> {
  const { used: ended } = await startCommand(client, line, where, (channel) => {
    channel.stderr.resume();
    channel.resume();
    return once(channel, 'close');
  });
  const timeout = new AbortController();
  await Promise.race([ended, sleep(COMMAND_TIMEOUT_MS, undefined, { signal: timeout.signal }).catch(() => undefined)]);
  timeout.abort();
}
