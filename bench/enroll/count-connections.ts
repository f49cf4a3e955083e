import { readFileSync } from 'node:fs';

const ESTABLISHED = '01';
const EVERY_MS = 20;

/**
 * Client connections on this machine to these ports, from /proc/net/tcp: second column local, third remote, fourth
 * state.
 */
export function listConnections(table: string, ports: ReadonlySet<number>): Set<string> {
  const rows = table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , remote, state]) => state === ESTABLISHED && ports.has(parseInt(remote!.split(':')[1]!, 16)));
  return new Set(rows.map(([, local, remote]) => `${local} ${remote}`));
}

/**
 * Connections open between two readings: those in both. A single reading is not atomic: it may contain both a
 * connection that closes and the next one that opens meanwhile.
 */
export function countStanding(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  return [...first].filter((connection) => second.has(connection)).length;
}

/** Polls every 20 ms, and returns the maximum of concurrent connections when stopped. */
export function watchConnections(ports: ReadonlySet<number>): () => number {
  let most = 0;
  const read = (): Set<string> => listConnections(readFileSync('/proc/net/tcp', 'utf8'), ports);
  const timer = setInterval(() => {
    most = Math.max(most, countStanding(read(), read()));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return most;
  };
}
