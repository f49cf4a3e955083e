import { Injectable, Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Authenticator, Throttles, type Authentication } from '@joulefleet/access';
import type { Route } from '@joulefleet/contracts';
import { Fault, type Principal, type Scope } from '@joulefleet/core';
import { actorOf, ROUTE, type AuthenticatedRequest } from './endpoint';
import { refuseForeignPage, refuseForgery } from './refuse-forgery';
import { readSessionCookie } from './session-cookie';

/**
 * Default deny: what is not declared open is for who comes with an API key or a session's cookie and has the route's
 * scope; a handler without a route is for nobody.
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
    const principal = await this.authenticate(request);
    await this.throttles.requests.take(`by ${principal.name}`);
    if (route && principal.scopes.includes(route.scope)) return true;
    throw forbidden(principal, route?.scope);
  }

  /** Leaves on the request who it is. */
  private async authenticate(request: AuthenticatedRequest): Promise<Principal> {
    const found = await this.identify(request);
    if (found === null) {
      await this.throttles.requests.take(`from ${addressOf(request)}`);
      throw unauthorized();
    }
    if (found.principal === null) {
      await this.throttles.credentials.take(addressOf(request));
      this.logger.warn({ address: addressOf(request) }, `not let in: ${found.why}`);
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

  /** Null: the request says nothing of who it is. A header counts before a cookie. */
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

/** The same whatever was wrong: the log says what. */
function unauthorized(): Fault {
  return new Fault('no API key or session that is good was sent along', {
    code: 'unauthorized',
    origin: 'operator',
    transient: false,
    remedy: 'Log in: `joulefleet login`, or send `Authorization: Bearer jf_...`.',
  });
}

function forbidden({ name, via }: Principal, scope: Scope | 'open' | undefined): Fault {
  const lacks = scope
    ? `needs the scope ${scope}, which ${name} has not through this ${via.split(' ')[0]}`
    : 'is for nobody';
  return new Fault(`this ${lacks}`, {
    code: 'forbidden',
    origin: 'operator',
    transient: false,
    remedy: 'Ask an admin for the role, or use a key that has the scope.',
  });
}
