import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Refusals, TooMany } from '@joulefleet/access';
import { ALL_ROUTES, allowedMethods, PROBLEM_STATUSES, type Problem } from '@joulefleet/contracts';
import { BadCampaign } from '@joulefleet/campaigns';
import { asFault, Fault } from '@joulefleet/core';
import { BadInventory, HostKeyMismatch, HostKeyUnconfirmed } from '@joulefleet/fleet';
import { Metrics } from '@joulefleet/platform';
import { HostKeyChanged } from '@joulefleet/remote';
import { databaseFault } from '@joulefleet/store';
import type { Request, Response } from 'express';
import { actorOf, type AuthenticatedRequest } from './endpoint';
import { BadRequest } from './parse-body';
import { idOf } from './request-id';
import { transportFault } from './transport-fault';

/** Faults that carry the host key which a device shows. */
const SHOWS_KEY = [HostKeyUnconfirmed, HostKeyMismatch, HostKeyChanged];

const FORBIDDEN = 403;
const MAX_PATH_CHARACTERS = 200;
const STATUS_BY_ORIGIN = { operator: 422, device: 502, network: 504, controller: 503, bug: 500 } as const;

/** Turns every error into a problem document (RFC 9457) with its origin and whether a retry can help. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(
    private readonly metrics: Metrics,
    private readonly refusals: Refusals,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<AuthenticatedRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = { ...problemOf(knownPath(error, request, response)), requestId: idOf(request) };
    this.metrics.countFault(problem.origin, 'api');
    if (problem.origin === 'bug') this.logger.error(error);
    if (error instanceof TooMany) response.setHeader('Retry-After', String(error.retryAfterS));
    if (problem.status !== FORBIDDEN) return answer(response, problem);
    this.auditRefusal(request, problem)
      .catch((failed: unknown) => this.logger.error(failed))
      .finally(() => answer(response, problem));
  }

  /** Audits a forbidden request before it is answered. */
  private async auditRefusal(request: AuthenticatedRequest, { code, detail }: Problem): Promise<void> {
    const subjectId = `${request.method} ${request.path.slice(0, MAX_PATH_CHARACTERS)}`;
    const change = { action: 'request.refused', subject: 'request', subjectId, after: { code, detail } } as const;
    await this.refusals.record(actorOf(request), change);
  }
}

function answer(response: Response, problem: Problem): void {
  if (response.headersSent) response.end();
  else response.status(problem.status).type('application/problem+json').send(problem);
}

/** The problem document of any thrown value. A bug's details are not exposed. */
export function problemOf(error: unknown): Problem {
  const fault = transportFault(error) ?? databaseFault(error) ?? asFault(error);
  const bug = fault.origin === 'bug';
  return {
    type: `https://joulefleet.invalid/problems/${fault.code}`,
    title: fault.code.replaceAll('_', ' '),
    status: PROBLEM_STATUSES[fault.code] ?? STATUS_BY_ORIGIN[fault.origin],
    code: fault.code,
    detail: bug ? 'internal error; see the log of the controller' : fault.message,
    origin: fault.origin,
    transient: fault.transient,
    remedy: fault.remedy,
    where: fault.where,
    ...((error instanceof BadCampaign || error instanceof BadInventory) && { errors: error.findings }),
    ...(error instanceof BadRequest && { errors: error.findings }),
    ...(SHOWS_KEY.some((kind) => error instanceof kind) && { fingerprint: (error as HostKeyChanged).fingerprint }),
  };
}

/** Says which endpoint there is not; `method_not_allowed` when the path exists with another method. */
function knownPath(error: unknown, request: Request, response: Response): unknown {
  const fault = transportFault(error);
  if (fault?.code !== 'not_found') return error;
  const path = request.path.slice(0, MAX_PATH_CHARACTERS);
  const methods = allowedMethods(ALL_ROUTES, request.path);
  if (methods.length === 0) return new Fault(`there is no endpoint ${request.method} ${path}`, fault);
  response.setHeader('Allow', methods.join(', '));
  return new Fault(`${request.method} is not allowed on ${path}`, {
    code: 'method_not_allowed',
    origin: 'operator',
    transient: false,
    remedy: `Allowed: ${methods.join(', ')}.`,
  });
}
