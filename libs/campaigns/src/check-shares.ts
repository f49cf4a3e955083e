import { Fault, nearestWord, type Caller } from '@joulefleet/core';

const EVERYONE = 'everyone';

/** Only its owner, or an admin, may do `what` to a campaign. @throws Fault `not_owner` (operator). */
export function requireOwner(
  caller: Caller,
  campaign: { ownerId: string | null; owner: string | null },
  what: string,
): void {
  const owns = campaign.ownerId !== null && campaign.ownerId === caller.userId;
  if (owns || caller.role === 'admin') return;
  throw new Fault(`the campaign is ${campaign.owner ?? 'nobody'}'s; only its owner or an admin may ${what}`, {
    code: 'not_owner',
    origin: 'operator',
    transient: false,
    remedy: `Ask ${campaign.owner ?? 'an admin'}.`,
  });
}

/**
 * The names that a campaign is to be shared with, each once.
 * @throws Fault `user_unknown` (operator) with the nearest name.
 */
export function checkShares(names: readonly string[], users: readonly string[]): string[] {
  const known = [EVERYONE, ...users];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return [...new Set(names)];
  const nearest = nearestWord(unknown, known);
  throw new Fault(`nobody is called ${JSON.stringify(unknown)}${nearest ? `; the nearest name is ${nearest}` : ''}`, {
    code: 'user_unknown',
    origin: 'operator',
    transient: false,
    remedy: `Share it with names of users, or with ${EVERYONE}.`,
  });
}
