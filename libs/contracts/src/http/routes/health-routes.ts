import * as z from 'zod';
import { healthView } from '../problem';
import { defineRoutes } from '../route';

export const healthRoutes = defineRoutes({
  showLive: {
    method: 'GET',
    path: '/v1/health/live',
    summary: '200 as long as this process answers at all.',
    scope: 'open',
    answer: z.object({ ok: z.literal(true) }),
    status: 200,
  },
  showHealth: {
    method: 'GET',
    path: '/v1/health',
    summary: 'The same as ready.',
    scope: 'open',
    answer: healthView,
    status: 200,
    answersAlso: [503],
  },
  showReady: {
    method: 'GET',
    path: '/v1/health/ready',
    summary: '200 when everything that is needed answers, 503 when something does not; the body says which and why.',
    scope: 'open',
    answer: healthView,
    status: 200,
    answersAlso: [503],
  },
});
