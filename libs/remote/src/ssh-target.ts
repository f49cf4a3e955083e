/** Where to log in, as whom, and the one host key that is accepted there. */
export interface SshTarget {
  host: string;
  port: number;
  user: string;
  /** The private key itself, in OpenSSH or PEM form. */
  privateKey: Buffer;
  /** `sudo`: the agent is started through `sudo -n`; the login user starts it when left out. */
  privilege?: 'login' | 'sudo';
  /** `SHA256:...` of the pinned host key, or null to look at it only: then the connection is refused and the key reported. */
  fingerprint: string | null;
  /** Key type of the pinned key (`ssh-ed25519`, ...): only that type is negotiated, so a second key is no changed key. */
  hostKeyType: string | null;
}

export function addressOf(target: Pick<SshTarget, 'host' | 'port'>): string {
  return target.host.includes(':') ? `[${target.host}]:${target.port}` : `${target.host}:${target.port}`;
}
