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

/** Connects, makes sure that this version of the agent is there, and starts it. Errors as of `connect` and `startAgent`. */
export async function openAgent(target: SshTarget & { fingerprint: string }, agent: AgentFile): Promise<OpenAgent> {
  const client: Client = await connect(target);
  // A connection that breaks closes its channels: the session hears of it there.
  client.on('error', () => undefined);
  try {
    const session = await startAgent(client, agent, addressOf(target));
    return { session, close: () => client.end() };
  } catch (error) {
    client.end();
    throw error;
  }
}
