import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Authenticator, Throttles, type Authentication } from '@joulefleet/access';
import type { Route } from '@joulefleet/contracts';
import { Fault, type Principal, type Scope } from '@joulefleet/core';
import { databaseFault } from '@joulefleet/store';
import { setTimeout as sleep } from 'node:timers/promises';
import { actorOf, ROUTE, type AuthenticatedRequest } from './endpoint';
import { refuseForeignPage, refuseForgery } from './refuse-forgery';
import { readSessionCookie } from './session-cookie';

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
    const found = await this.identify(request);
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

  /** Null: the request carries no credentials. The Authorization header takes precedence over the cookie. */
  private async identify(request: AuthenticatedRequest): Promise<Authentication | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.authenticator.byKey(authorization.replace(/^Bearer +/i, '').trim());
    const secret = readSessionCookie(request);
    return secret === null ? null : this.authenticator.bySession(secret);
  }
}

function addressOf(request: AuthenticatedRequest): string {
  return actorOf(request).address ?? '';
}

/** One message for every cause, so that a caller learns nothing from it; the log has the cause. */
function unauthorized(): Fault {
  return new Fault('missing or invalid API key or session', {
    code: 'unauthorized',
    origin: 'operator',
    transient: false,
    remedy: 'Log in with `joulefleet login`, or send an API key: `Authorization: Bearer jf_...`.',
  });
}

function forbidden({ name, via }: Principal, scope: Scope | 'open' | undefined): Fault {
  const reason = scope
    ? `requires the scope ${scope}, which ${name} does not have with this ${via.split(' ')[0]}`
    : 'is not available to anyone';
  return new Fault(`this request ${reason}`, {
    code: 'forbidden',
    origin: 'operator',
    transient: false,
    remedy: 'Ask an admin for a role with this scope, or use a key that has it.',
  });
}
