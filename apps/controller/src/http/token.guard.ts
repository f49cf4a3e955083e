import { timingSafeEqual, createHash } from 'node:crypto';
import {
  Inject,
  Injectable,
  SetMetadata,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';

export const TOKEN = Symbol('TOKEN');
const OPEN = 'open';

/** Marks an endpoint that needs no token. Everything else is denied without one. */
export const Open = () => SetMetadata(OPEN, true);

/** Default deny: a request carries the bearer token of this controller, or gets 401. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    @Inject(TOKEN) private readonly token: string,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (this.reflector.getAllAndOverride<boolean>(OPEN, [context.getHandler(), context.getClass()])) return true;
    const given = context.switchToHttp().getRequest<Request>().headers.authorization ?? '';
    if (same(given, `Bearer ${this.token}`)) return true;
    throw new UnauthorizedException('a bearer token is needed: see the file `token` in JOULEFLEET_HOME');
  }
}

/** Compares in constant time whatever the lengths. */
function same(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
