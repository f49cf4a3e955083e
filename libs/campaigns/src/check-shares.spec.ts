import type { Caller } from '@joulefleet/core';
import { checkShares, requireOwner } from './check-shares';

const caller = (over: Partial<Caller>): Caller => ({ userId: 'u1', name: 'ada', role: 'researcher', ...over });

describe('sharing a campaign', () => {
  it('is for its owner and for admins', () => {
    const campaign = { ownerId: 'u1', owner: 'ada' };
    expect(() => requireOwner(caller({}), campaign, 'share it')).not.toThrow();
    expect(() =>
      requireOwner(caller({ userId: null, role: 'admin' }), { ownerId: null, owner: null }, 'share it'),
    ).not.toThrow();
    expect(() => requireOwner(caller({ userId: 'u2' }), campaign, 'share it')).toThrow("the campaign is ada's");
    expect(() => requireOwner(caller({ userId: null }), { ownerId: null, owner: null }, 'share it')).toThrow(
      "nobody's",
    );
  });

  it('takes names of users and everyone, each once', () => {
    expect(checkShares(['bo', 'everyone', 'bo'], ['ada', 'bo'])).toEqual(['bo', 'everyone']);
    expect(checkShares([], [])).toEqual([]);
  });

  it.each([
    ['bob', 'nobody is called "bob"; the nearest name is bo'],
    ['everybody', 'the nearest name is everyone'],
    ['x"; --', 'nobody is called "x\\"; --"'],
  ])('refuses %s', (name, message) => {
    expect(() => checkShares(['ada', name], ['ada', 'bo'])).toThrow(message);
  });
});
