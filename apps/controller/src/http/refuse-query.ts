import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Route } from '@joulefleet/contracts';
import type { Request } from 'express';
import { ROUTE } from './endpoint';
import { BadRequest } from './parse-body';

/**
 * Refuses query members of a route that has none: a filter that is not applied would be believed. Probes of health may add what
 * they like.
 */
@Injectable()
export class RefuseQuery implements CanActivate {
  /** @throws BadRequest */
  canActivate(context: ExecutionContext): boolean {
    const route = Reflect.getMetadata(ROUTE, context.getHandler()) as Route | undefined;
    const names = Object.keys(context.switchToHttp().getRequest<Request>().query);
    if (!route || route.query || route.scope === 'open' || names.length === 0) return true;
    throw new BadRequest(names.slice(0, 20).map((where) => ({ where, message: `${route.path} takes no query` })));
  }
}
