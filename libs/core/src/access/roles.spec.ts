import { mayAccessCampaign, ROLES, scopesOf, type Caller } from './roles';

const caller = (over: Partial<Caller>): Caller => ({ userId: 'u1', name: 'ada', role: 'researcher', ...over });

it('gives each role all that the one before has', () => {
  const [viewer, researcher, admin] = ROLES.map((role) => scopesOf(role));
  expect(researcher).toEqual(expect.arrayContaining([...viewer!]));
  expect(admin).toEqual(expect.arrayContaining([...researcher!]));
  expect(viewer).not.toContain('campaigns:write');
  expect(researcher).not.toContain('devices:write');
});

it.each([
  ['its owner', caller({}), { ownerId: 'u1', sharedWith: [] }, true],
  ['another', caller({ userId: 'u2' }), { ownerId: 'u1', sharedWith: [] }, false],
  ['one it is shared with', caller({ userId: 'u2' }), { ownerId: 'u1', sharedWith: ['ada'] }, true],
  ['anyone, when shared with everyone', caller({ role: 'viewer' }), { ownerId: null, sharedWith: ['everyone'] }, true],
  ['nobody but an admin, without an owner', caller({}), { ownerId: null, sharedWith: [] }, false],
  ['an admin', caller({ userId: 'u3', role: 'admin' }), { ownerId: 'u1', sharedWith: [] }, true],
] as const)('a campaign is for %s', (_who, who, campaign, may) => {
  expect(mayAccessCampaign(who, campaign)).toBe(may);
});
