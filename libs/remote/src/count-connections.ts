import type { Client } from 'ssh2';

let open = 0;

/** Counts a connection that is logged in until it is closed. */
export function countConnection(client: Client): void {
  open++;
  client.once('close', () => open--);
}

/** SSH connections that this process holds open now. */
export function openConnections(): number {
  return open;
}
