import { MAX_PAGE_LIMIT } from '@joulefleet/contracts';
import type { Route } from '@joulefleet/contracts';
import * as z from 'zod';
import type { ControllerAddress } from './locate-controller';
import { sendRequest } from './send-request';

const READ_TIMEOUT_MS = 30_000;
/** A device may have to be connected to, the agent uploaded and a pre-flight be run. */
const CHANGE_TIMEOUT_MS = 180_000;

/** What fills a route: the parameters of its path, its query, its body. */
export interface RouteCall<R extends Route> {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | undefined>>;
  body?: R['body'] extends z.ZodType ? z.input<R['body']> : undefined;
}

/** What a route answers; nothing of one without an answer. */
export type AnswerOf<R extends Route> = R['answer'] extends z.ZodType ? z.infer<R['answer']> : undefined;

/** Calls one endpoint of the contract. @throws CliFailure as `sendRequest`. */
export async function callRoute<R extends Route>(
  address: ControllerAddress,
  route: R,
  { params = {}, query = {}, body }: RouteCall<R>,
): Promise<AnswerOf<R>> {
  const path = route.path.replace(/:([A-Za-z]+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [key, text] of Object.entries(query)) if (text !== undefined) search.append(key, String(text));
  const answer = await sendRequest<unknown>(address, {
    method: route.method,
    path: search.size > 0 ? `${path}?${search.toString()}` : path,
    body,
    answer: route.answer ?? z.undefined(),
    timeoutMs: route.method === 'GET' ? READ_TIMEOUT_MS : CHANGE_TIMEOUT_MS,
  });
  return answer as AnswerOf<R>;
}

/** What the pages of a list hold, one page after the other; with `most` no more than that. */
export async function collectPages<P extends { nextCursor: string | null }, T>(
  page: (query: { limit: number; cursor?: string }) => Promise<P>,
  items: (page: P) => T[],
  most = Infinity,
): Promise<T[]> {
  const found: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null && found.length < most;) {
    const answer: P = await page({ limit: Math.min(MAX_PAGE_LIMIT, most - found.length), cursor });
    found.push(...items(answer));
    cursor = answer.nextCursor;
  }
  return found;
}
