import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Problem } from '@joulefleet/contracts';
import { BadCampaign } from '@joulefleet/campaigns';
import { asFault, type Fault } from '@joulefleet/core';
import { HostKeyUnconfirmed } from '@joulefleet/fleet';
import { databaseFault } from '@joulefleet/store';
import type { Response } from 'express';
import { BadRequest } from './parse-body';

const NOT_FOUND = new Set(['device_unknown', 'campaign_unknown']);
const CONFLICT = new Set(['host_key_unconfirmed', 'host_key_changed', 'campaign_ambiguous']);

/** Every error of the API is a problem document (RFC 9457) that says whose fault it is and whether retrying helps. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const problem = problemOf(error);
    if (problem.origin === 'bug') this.logger.error(error);
    host.switchToHttp().getResponse<Response>().status(problem.status).type('application/problem+json').send(problem);
  }
}

/** The problem document of any thrown value; of a bug nothing inside is shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpException) return plainProblem(error);
  const fault = databaseFault(error) ?? asFault(error);
  const bug = fault.origin === 'bug';
  return {
    type: `https://joulefleet.invalid/problems/${fault.code}`,
    title: fault.code.replaceAll('_', ' '),
    status: statusOf(fault),
    code: fault.code,
    detail: bug ? 'an error inside the controller; its log has the rest' : fault.message,
    origin: fault.origin,
    transient: fault.transient,
    remedy: fault.remedy,
    where: fault.where,
    ...(error instanceof BadCampaign && { errors: error.findings }),
    ...(error instanceof BadRequest && { errors: error.findings }),
    ...(error instanceof HostKeyUnconfirmed && { fingerprint: error.fingerprint }),
  };
}

function statusOf({ code, origin }: Fault): number {
  if (NOT_FOUND.has(code)) return 404;
  if (CONFLICT.has(code)) return 409;
  const byOrigin = { operator: 422, device: 502, network: 504, controller: 503, bug: 500 } as const;
  return byOrigin[origin];
}

/** What Nest itself throws: unknown routes, bad JSON, no token. */
function plainProblem(error: HttpException): Problem {
  const status = error.getStatus();
  const title = error.message;
  const code = status === 401 ? 'unauthorized' : status === 404 ? 'not_found' : 'bad_request';
  return {
    type: 'about:blank',
    title,
    status,
    code,
    detail: title,
    origin: status >= 500 ? 'bug' : 'operator',
    transient: false,
  };
}
