import { readFileSync } from 'node:fs';

const ESTABLISHED = '01';
const EVERY_MS = 20;

/** Connections that clients on this machine hold to servers on these ports, by /proc/net/tcp: second column local, third remote, fourth state. */
export function listConnections(table: string, ports: ReadonlySet<number>): Set<string> {
  const rows = table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , remote, state]) => state === ESTABLISHED && ports.has(parseInt(remote!.split(':')[1]!, 16)));
  return new Set(rows.map(([, local, remote]) => `${local} ${remote}`));
}

/**
 * How many connections stood at the moment between two readings: those that are in both. One reading is not of one moment: a
 * connection that ends and the next one that begins meanwhile may both be in it.
 */
export function countStanding(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  return [...first].filter((connection) => second.has(connection)).length;
}

/** Looks every 20 ms until it is asked for the most that stood at once. */
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
