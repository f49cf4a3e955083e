import type {
  accessRoutes,
  answerRoutes,
  calibrationRoutes,
  campaignRoutes,
  comparisonRoutes,
  courseRoutes,
  deviceRoutes,
  eventRoutes,
  healthRoutes,
  identityRoutes,
  scheduleRoutes,
  systemRoutes,
  trialRoutes,
  viewRoutes,
} from '@joulefleet/contracts';
import type { z } from 'zod';

/** Every endpoint by its id, as the contract has it: only types, so that the page loads no schema. */
type Routes = typeof accessRoutes &
  typeof answerRoutes &
  typeof calibrationRoutes &
  typeof campaignRoutes &
  typeof comparisonRoutes &
  typeof courseRoutes &
  typeof deviceRoutes &
  typeof eventRoutes &
  typeof healthRoutes &
  typeof identityRoutes &
  typeof scheduleRoutes &
  typeof systemRoutes &
  typeof trialRoutes &
  typeof viewRoutes;

export type RouteId = keyof Routes;

type ParameterOf<Path extends string> = Path extends `${string}:${infer Rest}`
  ? Rest extends `${infer Name}/${infer Tail}`
    ? Name | ParameterOf<`/${Tail}`>
    : Rest
  : never;

type Parameters<Id extends RouteId> = [ParameterOf<Routes[Id]['path']>] extends [never]
  ? { params?: undefined }
  : { params: Record<ParameterOf<Routes[Id]['path']>, string> };

type Query<Id extends RouteId> = Routes[Id] extends { query: infer Q extends z.ZodType }
  ? { query?: z.input<Q> }
  : { query?: undefined };

type Body<Id extends RouteId> = Routes[Id] extends { body: infer B extends z.ZodType }
  ? { body: z.input<B> }
  : { body?: undefined };

/** What fills a route: the parameters of its path, its query, its body. */
export type CallOf<Id extends RouteId> = Parameters<Id> & Query<Id> & Body<Id> & { signal?: AbortSignal };

/** What a route answers; undefined of one without an answer. */
export type AnswerOf<Id extends RouteId> = Routes[Id] extends { answer: infer A extends z.ZodType }
  ? z.infer<A>
  : undefined;
