/** Where a server listens, according to its URL. */
export interface ServerAddress {
  host: string;
  port: number;
  /** Folder of a Unix socket, when the URL names one instead of a host. */
  socketFolder?: string;
}

/** Why a probe found no server that is ready. */
export type Unreachable =
  'refused' | 'timed_out' | 'unknown_host' | 'unreachable' | 'not_that_server' | 'rejected' | 'full' | 'starting';

/** A failed probe: `reason` is for decisions, the message is the server's or the system's own. */
export class ProbeFailure extends Error {
  constructor(
    readonly reason: Unreachable,
    detail: string,
  ) {
    super(detail);
  }
}

const DEFAULT_PORTS: Record<string, number> = {
  'postgresql:': 5432,
  'postgres:': 5432,
  'redis:': 6379,
  'rediss:': 6379,
};

/** The address in a PostgreSQL or Redis URL. */
export function serverAddress(url: string): ServerAddress {
  const { protocol, hostname, port, searchParams } = new URL(url);
  const named = searchParams.get('host') ?? hostname;
  const host = named.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1';
  const address = { host, port: Number(port) || (DEFAULT_PORTS[protocol] ?? 0) };
  return host.startsWith('/') ? { ...address, socketFolder: host } : address;
}

/** `host:port` for messages, never with a password. */
export function describeAddress(url: string): string {
  const { host, port, socketFolder } = serverAddress(url);
  if (socketFolder !== undefined) return `${socketFolder} (port ${port})`;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
