import type { Scope } from '@joulefleet/core';
import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One endpoint of the API: what serves it, what guards it and what OpenAPI tells are all made from this. */
export interface Route {
  /** Unique; OpenAPI's operationId. */
  id: string;
  method: Method;
  /** Parameters as `:name`. */
  path: string;
  /** One sentence. */
  summary: string;
  /** What the caller must be allowed; `open`: nobody need say who they are. */
  scope: Scope | 'open';
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Null: no body. */
  answer: z.ZodType | null;
  /** Of the answer, when it is not JSON. */
  contentType?: string;
  /** Status of success. */
  status: 200 | 201 | 204;
  /** Statuses besides that of success that come with the answer, not with a problem. */
  answersAlso?: readonly number[];
  /** Codes of the problems that are its own, with what they mean. */
  problems?: Readonly<Record<string, string>>;
}

/** Keeps the literal types of a table of routes. */
export function defineRoutes<const T extends Record<string, Omit<Route, 'id'>>>(
  table: T,
): { [K in keyof T]: T[K] & Route } {
  return Object.fromEntries(Object.entries(table).map(([id, route]) => [id, { ...route, id }])) as {
    [K in keyof T]: T[K] & Route;
  };
}
