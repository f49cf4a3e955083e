import { readFileSync } from 'node:fs';

const ESTABLISHED = '01';
const EVERY_MS = 20;

/** Connections that clients on this machine hold to servers on these ports, by /proc/net/tcp: third column remote, fourth state. */
export function countConnections(table: string, ports: ReadonlySet<number>): number {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , remote, state]) => state === ESTABLISHED && ports.has(parseInt(remote!.split(':')[1]!, 16))).length;
}

/** Looks every 20 ms until it is asked for the most that stood at once. */
export function watchConnections(ports: ReadonlySet<number>): () => number {
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, countConnections(readFileSync('/proc/net/tcp', 'utf8'), ports));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    return most;
  };
}
