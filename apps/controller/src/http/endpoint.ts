import {
  applyDecorators,
  createParamDecorator,
  Delete,
  Get,
  HttpCode,
  Patch,
  Post,
  Put,
  SetMetadata,
  type ExecutionContext,
} from '@nestjs/common';
import type { CookieSession } from '@joulefleet/access';
import type { Method, Route } from '@joulefleet/contracts';
import { Fault, type Actor, type Principal } from '@joulefleet/core';
import type { Request } from 'express';

/** Under which a handler carries its route: what the guard decides by. */
export const ROUTE = 'joulefleet:route';

const BY_METHOD: Record<Method, (path: string) => MethodDecorator> = {
  GET: Get,
  POST: Post,
  PUT: Put,
  PATCH: Patch,
  DELETE: Delete,
};

/** Serves a route of the contract: its method, path, status, and what it takes to be let in. */
export function Endpoint(route: Route): MethodDecorator {
  return applyDecorators(BY_METHOD[route.method](route.path), HttpCode(route.status), SetMetadata(ROUTE, route));
}

export type { Principal } from '@joulefleet/core';

export interface AuthenticatedRequest extends Request {
  principal?: Principal;
  /** Set when a cookie says who it is. */
  cookieSession?: CookieSession;
}

/** The caller of an endpoint that is not open: `@Asks() caller: Principal`. */
export const Asks = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('an endpoint that asks who calls is open');
  return principal;
});

/** The session of the cookie that a request came with: `@FromCookie() session`. @throws Fault `no_session` (operator). */
export const FromCookie = createParamDecorator((_: unknown, context: ExecutionContext): CookieSession => {
  const { cookieSession } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (cookieSession) return cookieSession;
  throw new Fault('the request came with an API key, not with the cookie of a session', {
    code: 'no_session',
    origin: 'operator',
    transient: false,
    remedy: 'GET /v1/whoami says whose the key is.',
  });
});

/** Who does it and from where, for the audit log; also where nobody had to say who they are: `@From() actor: Actor`. */
export const From = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  return actorOf(context.switchToHttp().getRequest<AuthenticatedRequest>());
});

/** The same from a request at hand. */
export function actorOf({ principal, id, ip }: AuthenticatedRequest): Actor {
  return {
    name: principal?.name ?? 'anonymous',
    via: principal?.via ?? 'none',
    address: ip?.replace(/^::ffff:/, '') ?? null,
    requestId: typeof id === 'string' || typeof id === 'number' ? String(id) : null,
  };
}
