import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { DEFAULT_LIMITS, Throttles, type Authenticator } from '@joulefleet/access';
import { scopesOf } from '@joulefleet/core';
import { AuthenticationGuard } from './authentication.guard';

it('denies a handler that no route declares, to an admin too', async () => {
  const principal = {
    userId: 'u',
    name: 'ada',
    role: 'admin',
    scopes: scopesOf('admin'),
    via: 'key x',
    keyExpiresAt: null,
  } as const;
  const authenticator = { byKey: async () => ({ principal, session: null }) } as unknown as Authenticator;
  const guard = new AuthenticationGuard(new Reflector(), authenticator, new Throttles(DEFAULT_LIMITS));
  const request = { method: 'GET', path: '/v1/forgotten', headers: { authorization: 'Bearer x' }, ip: '::1' };
  const context = {
    getHandler: () => () => undefined,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
  await expect(guard.canActivate(context)).rejects.toMatchObject({ code: 'forbidden' });
});
