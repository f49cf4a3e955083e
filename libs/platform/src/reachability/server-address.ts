/** Where a server listens, as its URL says it. */
export interface ServerAddress {
  host: string;
  port: number;
  /** Folder of a Unix socket, when the URL names one instead of a host. */
  socketFolder?: string;
}

/** What a probe found instead of a server that is ready. */
export type Unreachable =
  'refused' | 'timed_out' | 'unknown_host' | 'unreachable' | 'not_that_server' | 'rejected' | 'starting';

/** A probe's bad news: the kind, for deciding, and the server's or the system's own words. */
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

/** The address inside a PostgreSQL or Redis URL. */
export function serverAddress(url: string): ServerAddress {
  const { protocol, hostname, port, searchParams } = new URL(url);
  const named = searchParams.get('host') ?? hostname;
  const host = named.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1';
  const address = { host, port: Number(port) || (DEFAULT_PORTS[protocol] ?? 0) };
  return host.startsWith('/') ? { ...address, socketFolder: host } : address;
}

/** `host:port` for people, never with a password. */
export function describeAddress(url: string): string {
  const { host, port, socketFolder } = serverAddress(url);
  if (socketFolder !== undefined) return `${socketFolder} (port ${port})`;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
