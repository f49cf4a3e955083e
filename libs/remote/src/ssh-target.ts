/** Where and as whom to log in, and the only host key to accept. */
export interface SshTarget {
  host: string;
  port: number;
  user: string;
  /** The private key itself, in OpenSSH or PEM format. */
  privateKey: Buffer;
  /** `sudo`: start the agent through `sudo -n`; default: as the login user. */
  privilege?: 'login' | 'sudo';
  /**
   * `SHA256:...` of the pinned host key, or null to only read the server's key: the connection is then refused and the
   * key reported.
   */
  fingerprint: string | null;
  /**
   * Key type of the pinned key (`ssh-ed25519`, ...): only this type is negotiated, so that a second host key of another
   * type does not count as changed.
   */
  hostKeyType: string | null;
  /** The board that has to answer: any other one is refused before anything else is done there. Default: any board. */
  board?: ExpectedBoard | null;
}

/** A device by the serial number that its board told when it was enrolled. */
export interface ExpectedBoard {
  device: string;
  serial: string;
}

export function addressOf(target: Pick<SshTarget, 'host' | 'port'>): string {
  return target.host.includes(':') ? `[${target.host}]:${target.port}` : `${target.host}:${target.port}`;
}
