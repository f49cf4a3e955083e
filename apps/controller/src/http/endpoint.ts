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

/** Metadata key of a handler's route, which the guard reads. */
export const ROUTE = 'joulefleet:route';

const BY_METHOD: Record<Method, (path: string) => MethodDecorator> = {
  GET: Get,
  POST: Post,
  PUT: Put,
  PATCH: Patch,
  DELETE: Delete,
};

/** Binds a handler to a route of the contract: method, path, status and required scope. */
export function Endpoint(route: Route): MethodDecorator {
  return applyDecorators(BY_METHOD[route.method](route.path), HttpCode(route.status), SetMetadata(ROUTE, route));
}

export type { Principal } from '@joulefleet/core';

export interface AuthenticatedRequest extends Request {
  principal?: Principal;
  /** The request has credentials, and PostgreSQL did not say whose in time: it gets what is open to everyone. */
  unidentified?: true;
  /** Set when the request was authenticated by a session cookie. */
  cookieSession?: CookieSession;
}

/** Injects the authenticated caller; not for open endpoints: `@Caller() caller: Principal`. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!principal) throw new Error('@Caller() was used on an open endpoint');
  return principal;
});

/** Injects the session of the request's cookie: `@CurrentSession() session`. @throws Fault `no_session` (operator). */
export const CurrentSession = createParamDecorator((_: unknown, context: ExecutionContext): CookieSession => {
  const { cookieSession } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (cookieSession) return cookieSession;
  throw new Fault('this endpoint needs a session cookie; the request was authenticated by an API key', {
    code: 'no_session',
    origin: 'operator',
    transient: false,
    remedy: 'Use GET /v1/whoami to see whose key it is.',
  });
});

/** Injects who acts and from where, for the audit log; anonymous on open endpoints: `@AuditActor() actor: Actor`. */
export const AuditActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  return actorOf(context.switchToHttp().getRequest<AuthenticatedRequest>());
});

/** The actor of a request, for the audit log. */
export function actorOf({ principal, id, ip }: AuthenticatedRequest): Actor {
  return {
    name: principal?.name ?? 'anonymous',
    via: principal?.via ?? 'none',
    address: ip?.replace(/^::ffff:/, '') ?? null,
    requestId: typeof id === 'string' || typeof id === 'number' ? String(id) : null,
  };
}
