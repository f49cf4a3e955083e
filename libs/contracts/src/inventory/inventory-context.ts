import type { KnownHostKey } from './parse-known-hosts';
import type { SshConfig } from './parse-ssh-config';

/** Sources of values that an inventory omits, in order of precedence. */
export interface InventoryContext {
  /** Command-line options, which apply to all devices. */
  options: {
    port?: number;
    user?: string;
    identity?: string;
    /** Name of a stored identity; then `identity` is not set. */
    storedIdentity?: string;
    labels: readonly string[];
    /** Of the only device. */
    privilege?: 'sudo';
  };
  sshConfig: SshConfig | null;
  /** Nobody named the devices one by one: those behind a proxy are noted, and the others enrolled. */
  passesOverProxied?: boolean;
  knownHosts: readonly KnownHostKey[];
  /** Used when no other source has a value. */
  loginName: string;
  defaultIdentity: string | undefined;
  /** Resolves a path of an identity that an inventory or an option names to an absolute path. */
  resolveIdentity(written: string): string;
  /** Resolves a path of ssh_config, without tokens, to an absolute path. */
  resolveSshPath(path: string): string;
  /** Whether there is a file at an absolute path. */
  exists(path: string): boolean;
  userHome: string;
}
