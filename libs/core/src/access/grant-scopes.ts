import { scopesOf, SCOPES, type Role, type Scope } from './roles';

/** What a key may now: what it was given, as far as its user's role still has it. Words of another version grant nothing. */
export function grantedScopes(role: Role, ofKey: readonly string[]): Scope[] {
  return scopesOf(role).filter((scope) => ofKey.includes(scope));
}

/** Those that are asked for without being there to give. */
export function scopesBeyond(asked: readonly Scope[], mine: readonly Scope[]): Scope[] {
  return SCOPES.filter((scope) => asked.includes(scope) && !mine.includes(scope));
}
