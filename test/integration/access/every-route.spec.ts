import { ALL_ROUTES, problem, type Route } from '@joulefleet/contracts';
import { scopesOf, type Role, type Scope } from '@joulefleet/core';
import { startLab, type Call, type Lab } from '../../testkit/lab';

const NARROW: Scope[] = ['campaigns:read'];
const CALLERS: Record<string, { role: Role; scopes?: Scope[] } | null> = {
  anonymous: null,
  viewer: { role: 'viewer' },
  researcher: { role: 'researcher' },
  admin: { role: 'admin' },
  'an admin whose key may only read campaigns': { role: 'admin', scopes: NARROW },
};

/** Every endpoint that the contract declares, by every kind of caller. Nothing that they ask for exists. */
describe('every route', () => {
  let lab: Lab;
  const calls = new Map<string, Call>();

  beforeAll(async () => {
    lab = await startLab({ twins: [] });
    calls.set('anonymous', lab.callWith(null));
    for (const [who, caller] of Object.entries(CALLERS)) {
      const name = who.replaceAll(' ', '-').slice(0, 20);
      if (caller) calls.set(who, await lab.as(`some-${name}`, caller.role, caller.scopes));
    }
  });
  afterAll(() => lab.stop());

  const ask = (who: string, { method, path }: Route) => {
    const filled = path.replaceAll(/:\w+/g, 'nothing-such');
    return calls.get(who)!(method, filled, method === 'GET' || method === 'DELETE' ? undefined : {});
  };
  const cases = Object.keys(CALLERS).flatMap((who) => ALL_ROUTES.map((route) => [route.id, who, route] as const));

  it('is declared with a scope', () => {
    expect(ALL_ROUTES.length).toBeGreaterThan(30);
    const open = ALL_ROUTES.filter(({ scope }) => scope === 'open').map(({ id }) => id);
    expect(open.sort()).toEqual(['logIn', 'redeemLoginCode', 'showHealth', 'showLive', 'showOpenApi', 'showReady']);
  });

  it.each(cases)('%s is for %s if their scopes say so', async (_id, who, route) => {
    const caller = CALLERS[who];
    const { status, body } = await ask(who, route);
    if (route.scope === 'open') {
      expect([401, 403]).not.toContain(status);
      return;
    }
    if (!caller) {
      expect(problem.parse(body)).toMatchObject({ status: 401, code: 'unauthorized', origin: 'operator' });
      expect(problem.parse(body).remedy).toContain('joulefleet login');
      return;
    }
    if ((caller.scopes ?? scopesOf(caller.role)).includes(route.scope)) {
      expect([401, 403]).not.toContain(status);
      expect(status).toBeLessThan(500);
    } else {
      expect(status).toBe(403);
      expect(problem.parse(body)).toMatchObject({ code: 'forbidden', origin: 'operator' });
      expect(problem.parse(body).detail).toContain(route.scope);
    }
  });
});
