import type { Client } from 'ssh2';

let open = 0;

/** Counts a logged-in connection until it is closed. */
export function countConnection(client: Client): void {
  open++;
  client.once('close', () => open--);
}

/** Number of SSH connections that this process has open. */
export function openConnections(): number {
  return open;
}
