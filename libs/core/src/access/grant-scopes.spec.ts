import fc from 'fast-check';
import { grantedScopes, scopesBeyond } from './grant-scopes';
import { ROLES, SCOPES, scopesOf } from './roles';

const role = fc.constantFrom(...ROLES);
const scopes = fc.subarray([...SCOPES]);

it('grants nothing that the role has not, and nothing that the key was not given', () => {
  fc.assert(
    fc.property(role, scopes, (mine, ofKey) => {
      for (const scope of grantedScopes(mine, ofKey)) {
        expect(scopesOf(mine)).toContain(scope);
        expect(ofKey).toContain(scope);
      }
      expect(scopesBeyond(grantedScopes(mine, ofKey), scopesOf(mine))).toEqual([]);
    }),
  );
});

it('grants less as soon as the role is less', () => {
  const ofKey = [...SCOPES];
  expect(grantedScopes('admin', ofKey)).toContain('users:write');
  expect(grantedScopes('viewer', ofKey)).not.toContain('campaigns:write');
});

it('takes no word that is no scope', () => expect(grantedScopes('admin', ['everything', 'self'])).toEqual(['self']));

it('names what goes beyond', () => {
  expect(scopesBeyond(['self', 'audit:read', 'users:write'], scopesOf('researcher'))).toEqual([
    'users:write',
    'audit:read',
  ]);
});
