import type { Caller, Scope } from './roles';

/** Who a request was found to come from. */
export interface Principal extends Caller {
  /** What it may: never more than its user's role has. */
  scopes: readonly Scope[];
  /** `key <id>`, `session` or `controller`. */
  via: string;
  /** When the key that it came with ends; null: a key without end, or no key. */
  keyExpiresAt: Date | null;
}

/** Who did something, as the audit log keeps it. */
export interface Actor {
  /** Name of the user, `controller`, or `anonymous`. */
  name: string;
  /** `key <id>`, `session`, `controller`, or `none`. */
  via: string;
  /** Where the request came from; null: from inside. */
  address: string | null;
  requestId: string | null;
}

/** The controller itself, when nobody asked. */
export const CONTROLLER_ACTOR: Actor = { name: 'controller', via: 'controller', address: null, requestId: null };
