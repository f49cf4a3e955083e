import { show } from '../campaign/show';
import type { InventoryContext } from './inventory-context';
import { expandTokens } from './expand-tokens';
import { identityPath } from './inventory-schema';

/** What the path of an `IdentityFile` may speak of. */
export interface IdentityPlace {
  alias: string;
  host: string;
  port: number;
  user: string;
}

/** The key that logs in to a device. */
export type ChosenIdentity =
  | { identityFile: string | null; identity: string | undefined; note?: string }
  /** What is wrong. */
  | { bad: string; expected: string };

/**
 * The file of the private key, or the name of a stored identity: by the inventory or a command-line option, else by ssh_config,
 * else ssh's own default. Of several files of ssh_config it is the first that exists, as for ssh.
 */
export function identityOf(
  written: string | undefined,
  configured: readonly string[] | undefined,
  place: IdentityPlace,
  context: InventoryContext,
): ChosenIdentity {
  const { storedIdentity } = context.options;
  if (written !== undefined) return fileOf(written, context.resolveIdentity(written));
  if (storedIdentity !== undefined) return { identityFile: null, identity: storedIdentity };
  if (configured === undefined) {
    const { defaultIdentity } = context;
    return defaultIdentity === undefined
      ? { identityFile: null, identity: undefined }
      : fileOf(defaultIdentity, defaultIdentity);
  }
  const files = configured.filter((each) => each.toLowerCase() !== 'none');
  const paths: string[] = [];
  for (const file of files) {
    const path = expandPath(file, place, context);
    if (path === null)
      return { bad: `IdentityFile ${show(file)} has a token that is not known here`, expected: TOKENS };
    paths.push(context.resolveSshPath(path));
  }
  if (paths.length === 0) return { identityFile: null, identity: undefined };
  const chosen = paths.find((path) => context.exists(path)) ?? paths[0]!;
  const taken = fileOf(chosen, chosen);
  if ('bad' in taken || paths.length === 1) return taken;
  return { ...taken, note: `ssh_config names ${paths.length} identity files (${paths.join(', ')}): ${chosen} is used` };
}

const TOKENS = 'a path with %d, %h, %n, %p, %r, %u and %% at most, and ~ for your own home';

/** `~/`, `${HOME}` and tokens. Null: another home, variable or token. */
function expandPath(
  file: string,
  { alias, host, port, user }: IdentityPlace,
  context: InventoryContext,
): string | null {
  const tokens = { d: context.userHome, h: host, n: alias, p: String(port), r: user, u: context.loginName };
  const expanded = expandTokens(file.replace(/^~(?=\/|$)/, '%d').replaceAll('${HOME}', '%d'), tokens);
  return expanded !== null && !expanded.startsWith('~') && !/\$\{/.test(expanded) ? expanded : null;
}

function fileOf(written: string, resolved: string): ChosenIdentity {
  const path = identityPath.safeParse(resolved);
  if (path.success) return { identityFile: path.data, identity: undefined };
  return { bad: `identity: ${show(written)}`, expected: 'a path' };
}
