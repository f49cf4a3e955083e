import type { Scope } from '@joulefleet/core';
import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** An endpoint of the API. The handler, the access check, the client and the OpenAPI document are derived from it. */
export interface Route {
  /** Unique; OpenAPI's operationId. */
  id: string;
  method: Method;
  /** Parameters as `:name`. */
  path: string;
  /** One sentence. */
  summary: string;
  /** The scope that the caller needs; `open`: no authentication. */
  scope: Scope | 'open';
  /** While PostgreSQL does not answer no key can be checked: then anyone is answered, with nothing but what is open anyway. */
  openWithoutDatabase?: true;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Null: no body. */
  answer: z.ZodType | null;
  /** Content type of the answer, unless it is JSON. */
  contentType?: string;
  /** Status on success. */
  status: 200 | 201 | 204;
  /** Further statuses with which the answer is sent instead of a problem. */
  otherAnswerStatuses?: readonly number[];
  /** Problem codes specific to this endpoint, with their meanings. */
  problems?: Readonly<Record<string, string>>;
}

/** Preserves the literal types of a table of routes. */
export function defineRoutes<const T extends Record<string, Omit<Route, 'id'>>>(
  table: T,
): { [K in keyof T]: T[K] & Route } {
  return Object.fromEntries(Object.entries(table).map(([id, route]) => [id, { ...route, id }])) as {
    [K in keyof T]: T[K] & Route;
  };
}
