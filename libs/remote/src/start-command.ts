import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientChannel } from 'ssh2';
import { channelFault } from './agent-start-fault';
import { posixLine } from './posix-line';

/** sshd counts a session that has just ended until it has reaped its process. */
const MAX_ATTEMPTS = 6;
const PAUSE_MS = 200;

/**
 * Starts a line of sh on an open connection, whatever the login shell is. `use` gets the channel synchronously: exit code and end of a quick command
 * may arrive in the same packet as its start.
 * @throws Fault `channel_refused` (device), `connection_lost` (network).
 */
export async function startCommand<T>(
  client: Client,
  line: string,
  where: string,
  use: (channel: ClientChannel) => T,
): Promise<{ used: T }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(client, line, use);
    } catch (error) {
      const fault = channelFault(error as Error, where);
      if (attempt === MAX_ATTEMPTS || fault.code !== 'channel_refused') throw fault;
      await sleep(PAUSE_MS);
    }
  }
}

/** On a closed connection ssh2 either throws or calls back with an error; both reject. */
function startOnce<T>(client: Client, line: string, use: (channel: ClientChannel) => T): Promise<{ used: T }> {
  return new Promise((resolve, reject) => {
    client.exec(posixLine(line), (error, channel) => (error ? reject(error) : resolve({ used: use(channel) })));
  });
}
