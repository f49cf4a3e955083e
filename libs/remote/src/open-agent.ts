import type { Client } from 'ssh2';
import type { AgentSession } from './agent-session';
import { connect } from './connect';
import type { AgentFile } from './pack-agent';
import { addressOf, type SshTarget } from './ssh-target';
import { startAgent } from './start-agent';

/** A connection with the agent running at its other end. */
export interface OpenAgent {
  session: AgentSession;
  close(): void;
}

/** The same over a connection of its own. */
export interface AgentConnection extends OpenAgent {
  /** Settles when the connection is gone; never rejects. */
  readonly closed: Promise<void>;
}

/** A device that does not say goodbye is not waited for. */
const GOODBYE_MS = 2_000;

/** Connects, makes sure that this version of the agent is there, and starts it. Errors as of `connect` and `startAgent`. */
export async function openAgent(
  target: SshTarget & { fingerprint: string },
  agent: AgentFile,
): Promise<AgentConnection> {
  const client: Client = await connect(target);
  // A connection that breaks closes its channels: the session hears of it there.
  client.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
  const close = (): void => {
    client.end();
    setTimeout(() => client.destroy(), GOODBYE_MS).unref();
  };
  try {
    const session = await startAgent(client, agent, addressOf(target), target.privilege);
    return { session, close, closed };
  } catch (error) {
    close();
    throw error;
  }
}
