import type { Caller, Scope } from './roles';

/** The authenticated sender of a request. */
export interface Principal extends Caller {
  /** Effective scopes: at most those of the user's role. */
  scopes: readonly Scope[];
  /** `key <id>`, `session`, `schedule <name>` or `controller`. */
  via: string;
  /** When the API key expires; null: it never does, or there is no key. */
  keyExpiresAt: Date | null;
}

/** Who did something, as recorded in the audit log. */
export interface Actor {
  /** Name of the user, `controller`, or `anonymous`. */
  name: string;
  /** `key <id>`, `session`, `schedule <name>`, `controller`, or `none`. */
  via: string;
  /** Address of the client; null: an internal action. */
  address: string | null;
  requestId: string | null;
}

/** The controller acting on its own, to whom everything is open. */
export const CONTROLLER_CALLER: Caller = { userId: null, name: 'controller', role: 'admin' };

/** The same, for the audit log. */
export const CONTROLLER_ACTOR: Actor = { name: 'controller', via: 'controller', address: null, requestId: null };
