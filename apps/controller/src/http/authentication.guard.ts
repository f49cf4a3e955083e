import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Authenticator, Throttles } from '@joulefleet/access';
import type { Route } from '@joulefleet/contracts';
import type { Principal } from '@joulefleet/core';
import { databaseFault } from '@joulefleet/store';
import { setTimeout as sleep } from 'node:timers/promises';
import { forbidden, unauthorized } from './access-faults';
import { actorOf, ROUTE, type AuthenticatedRequest } from './endpoint';
import { identify } from './identify';
import { refuseForeignPage, refuseForgery } from './refuse-forgery';

/** Where an answer without a principal is better than none, PostgreSQL is waited for this long. */
const AUTHENTICATION_LIMIT_MS = 2_000;

/**
 * Default deny: unless a route is declared open, the request needs an API key or a session cookie with the route's
 * scope. A handler without a route refuses every request.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  private readonly logger = new Logger('access');

  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
    private readonly throttles: Throttles,
  ) {}

  /** @throws Fault `unauthorized`, `forbidden`, `csrf_refused` (operator); TooMany. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<Route | undefined>(ROUTE, context.getHandler());
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    if (route?.scope === 'open') {
      refuseForeignPage(request);
      await this.throttles.requests.take(`from ${addressOf(request)}`);
      return true;
    }
    const principal = await (route?.openWithoutDatabase
      ? this.authenticateIfPossible(request)
      : this.authenticate(request));
    if (!principal) return (request.unidentified = true);
    await this.throttles.requests.take(`by ${principal.name}`);
    if (route && principal.scopes.includes(route.scope)) return true;
    throw forbidden(principal, route?.scope);
  }

  /** Null: the request has credentials, and PostgreSQL does not say whose. */
  private async authenticateIfPossible(request: AuthenticatedRequest): Promise<Principal | null> {
    const authenticating = this.authenticate(request);
    authenticating.catch(() => undefined);
    const known = await Promise.race([
      authenticating.catch((error: unknown) => {
        if (databaseFault(error)) return null;
        throw error;
      }),
      sleep(AUTHENTICATION_LIMIT_MS, null, { ref: false }),
    ]);
    if (!known) await this.throttles.requests.take(`from ${addressOf(request)}`);
    return known;
  }

  /** Authenticates the request and attaches the principal to it. */
  private async authenticate(request: AuthenticatedRequest): Promise<Principal> {
    const found = await identify(this.authenticator, request);
    if (found === null) {
      await this.throttles.requests.take(`from ${addressOf(request)}`);
      throw unauthorized();
    }
    if (found.principal === null) {
      await this.throttles.credentials.take(addressOf(request));
      this.logger.warn({ address: addressOf(request) }, `authentication failed: ${found.why}`);
      throw unauthorized();
    }
    const { principal, session } = found;
    request.principal = principal;
    if (session) {
      request.cookieSession = session;
      refuseForgery(request, session.secret);
    }
    return principal;
  }
}

function addressOf(request: AuthenticatedRequest): string {
  return actorOf(request).address ?? '';
}
