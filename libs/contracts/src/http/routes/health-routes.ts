import * as z from 'zod';
import { healthView } from '../problem';
import { defineRoutes } from '../route';

export const healthRoutes = defineRoutes({
  showLive: {
    method: 'GET',
    path: '/v1/health/live',
    summary: 'Returns 200 while the process is alive.',
    scope: 'open',
    answer: z.object({ ok: z.literal(true) }),
    status: 200,
  },
  showHealth: {
    method: 'GET',
    path: '/v1/health',
    summary: 'Alias of ready.',
    scope: 'open',
    answer: healthView,
    status: 200,
    otherAnswerStatuses: [503],
  },
  showReady: {
    method: 'GET',
    path: '/v1/health/ready',
    summary: 'Returns 200 if PostgreSQL, Redis and the queues are healthy, else 503; the body has the details.',
    scope: 'open',
    answer: healthView,
    status: 200,
    otherAnswerStatuses: [503],
  },
});
