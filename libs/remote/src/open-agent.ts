import type { Client } from 'ssh2';
import type { AgentSession } from './agent-session';
import { connect } from './connect';
import type { AgentFile } from './pack-agent';
import { addressOf, type SshTarget } from './ssh-target';
import { startAgent } from './start-agent';

/** A session with a running agent. */
export interface OpenAgent {
  session: AgentSession;
  close(): void;
}

/** A session with a running agent over its own connection. */
export interface AgentConnection extends OpenAgent {
  /** Settles when the connection is closed; never rejects. */
  readonly closed: Promise<void>;
}

/** Maximum wait for a graceful close; then the connection is destroyed. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Connects, ensures that this version of the agent is on the device, and starts it. Throws the same faults as `connect`
 * and `startAgent`.
 */
export async function openAgent(
  target: SshTarget & { fingerprint: string },
  agent: AgentFile,
): Promise<AgentConnection> {
  const client: Client = await connect(target);
  // A lost connection closes its channels, which ends the session.
  client.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const close = (): void => {
    client.end();
    setTimeout(() => client.destroy(), CLOSE_TIMEOUT_MS).unref();
  };
  try {
    const session = await startAgent(client, agent, { ...target, where: addressOf(target) });
    return { session, close, closed };
  } catch (error) {
    close();
    throw error;
  }
}
