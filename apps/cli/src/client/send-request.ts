import { describeMismatch, problem, type Method } from '@joulefleet/contracts';
import { cleanJson, describeSystemError } from '@joulefleet/core';
import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import { CliFailure, failure } from '../cli-failure';
import type { ControllerAddress } from './locate-controller';
import { requestText } from './request-text';

export interface ApiRequest<T> {
  method: Method;
  path: string;
  body?: unknown;
  answer: z.ZodType<T>;
  /** A status of failure whose body is such an answer too, not a problem. */
  answersWith?: number;
  headers?: Readonly<Record<string, string>>;
  timeoutMs: number;
}

/**
 * Sends one request to the controller and checks the answer's shape.
 * @throws CliFailure the controller's own problem, `controller_unreachable` (network) or `unexpected_answer` (bug).
 */
export async function sendRequest<T>(address: ControllerAddress, request: ApiRequest<T>): Promise<T> {
  return (await exchange(address, request)).answer;
}

/** The same, with the headers of the answer. */
export async function exchange<T>(
  address: ControllerAddress,
  request: ApiRequest<T>,
): Promise<{ answer: T; headers: IncomingHttpHeaders }> {
  const where = new URL(request.path, address.url).href;
  const { status, content, headers } = await fetchJson(address, request, where);
  if ((status >= 200 && status < 300) || status === request.answersWith) {
    const parsed = request.answer.safeParse(content);
    if (parsed.success) return { answer: parsed.data, headers };
    throw unexpected(where, describeMismatch(request.answer, parsed.error, content));
  }
  const reported = problem.safeParse(content);
  if (reported.success) throw new CliFailure(reported.data);
  throw unexpected(where, `status ${status} without a problem document`);
}

async function fetchJson(
  address: ControllerAddress,
  request: ApiRequest<unknown>,
  where: string,
): Promise<{ status: number; content: unknown; headers: IncomingHttpHeaders }> {
  const headers: Record<string, string> = { accept: 'application/json', ...request.headers };
  if (address.key !== null) headers.authorization = `Bearer ${address.key}`;
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  try {
    const response = await requestText(where, { method: request.method, headers, body, timeoutMs: request.timeoutMs });
    return { ...response, content: parseJson(response.text) };
  } catch (error) {
    throw unreachable(address, where, error);
  }
}

/** JSON of a body, cleaned; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return cleanJson(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The failure of a request that was not answered. */
export function unreachable(address: ControllerAddress, where: string, error: unknown): CliFailure {
  return failure({
    code: 'controller_unreachable',
    title: 'The controller does not answer',
    detail: describeSystemError(error),
    where,
    origin: 'network',
    transient: true,
    remedy: `Start it with \`${address.startCommand}\`.`,
  });
}

/** The failure of an answer that is not as the contract says. */
export function unexpected(where: string, detail: string): CliFailure {
  return failure({
    code: 'unexpected_answer',
    title: "The controller's answer is not understood",
    detail,
    where,
    origin: 'bug',
    transient: false,
    remedy: 'Check that this program and the controller are of the same version.',
  });
}
