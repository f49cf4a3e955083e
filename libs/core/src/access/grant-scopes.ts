import { scopesOf, SCOPES, type Role, type Scope } from './roles';

/** Effective scopes of a key: those of the key that its user's role still includes. Unknown scopes grant nothing. */
export function grantedScopes(role: Role, ofKey: readonly string[]): Scope[] {
  return scopesOf(role).filter((scope) => ofKey.includes(scope));
}

/** The requested scopes that cannot be granted. */
export function scopesBeyond(asked: readonly Scope[], mine: readonly Scope[]): Scope[] {
  return SCOPES.filter((scope) => asked.includes(scope) && !mine.includes(scope));
}
