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

/** A connection that is kept without anything running on the device: SSH's own keepalive tells when the device is gone. */
export interface HeldConnection {
  /** Settles, with the reason, when the connection is gone; never rejects. */
  readonly lost: Promise<Fault>;
  /** Starts the agent on a channel of this connection; closing it ends the channel only. Errors as of `startAgent`. */
  openAgent(agent: AgentFile): Promise<OpenAgent>;
  /** Has the agent's file uploaded anew when it is started next. */
  forgetAgent(agent: AgentFile): Promise<void>;
  close(): void;
}

/** Connects and keeps the connection. A dead device is noticed in less than 15 s. Errors as of `connect`. */
export async function holdConnection(target: SshTarget & { fingerprint: string }): Promise<HeldConnection> {
  const client = await connect(target);
  const where = addressOf(target);
  const lost = new Promise<Fault>((resolve) => {
    const heard = { connected: true, text: 'SSH-' };
    client.on('error', (error) => resolve(connectionFault(error, target, heard)));
    client.on('close', () => resolve(connectionFault(new Error('the connection was closed'), target, heard)));
  });
  return {
    lost,
    openAgent: async (agent) => {
      const session = await startAgent(client, agent, where, target.privilege);
      return { session, close: () => session.end() };
    },
    // The path is the agent's own: nothing in it but hexadecimal digits.
    forgetAgent: (agent) => runLine(client, `rm -f ${agent.remotePath}`, where),
    // Saying goodbye would wait for a device that may be gone.
    close: () => client.destroy(),
  };
}

/** A file system that hangs keeps a line from ending. */
const LINE_TIMEOUT_MS = 30_000;

/** Runs a line to its end; that it failed, or hangs, shows in what comes next. */
async function runLine(client: Client, line: string, where: string): Promise<void> {
  const { used: ended } = await startCommand(client, line, where, (channel) => {
    channel.stderr.resume();
    channel.resume();
    return once(channel, 'close');
  });
  const over = new AbortController();
  await Promise.race([ended, sleep(LINE_TIMEOUT_MS, undefined, { signal: over.signal }).catch(() => undefined)]);
  over.abort();
}
