import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientChannel } from 'ssh2';
import { channelFault } from './agent-start-fault';

/** sshd may count a session that has just ended until it has reaped its process. */
const TRIES = 6;
const PAUSE_MS = 200;

/**
 * Starts a command on an open connection. `use` gets the channel at once: exit code and end of a quick command may stand in the
 * same packet as its start.
 * @throws Fault `channel_refused` (device), `connection_lost` (network).
 */
export async function startCommand<T>(
  client: Client,
  line: string,
  where: string,
  use: (channel: ClientChannel) => T,
): Promise<{ used: T }> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(client, line, use);
    } catch (error) {
      const fault = channelFault(error as Error, where);
      if (tries === TRIES || fault.code !== 'channel_refused') throw fault;
      await sleep(PAUSE_MS);
    }
  }
}

/** A connection that is over has ssh2 throw, or call back with an error: both reject. */
function startOnce<T>(client: Client, line: string, use: (channel: ClientChannel) => T): Promise<{ used: T }> {
  return new Promise((resolve, reject) => {
    client.exec(line, (error, channel) => (error ? reject(error) : resolve({ used: use(channel) })));
  });
}
