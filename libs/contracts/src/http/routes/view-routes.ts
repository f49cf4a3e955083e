import { defineRoutes } from '../route';
import { sweepQuery, sweepView } from '../views/sweep';

const PROBLEMS = {
  campaign_unknown: 'no campaign visible to the caller has this id or prefix',
  campaign_ambiguous: 'the prefix matches several campaigns',
};

export const viewRoutes = defineRoutes({
  showSweep: {
    method: 'GET',
    path: '/v1/campaigns/:id/sweep',
    summary: 'Show power, latency and energy along one clock with the other held.',
    scope: 'campaigns:read',
    query: sweepQuery,
    answer: sweepView,
    status: 200,
    problems: PROBLEMS,
  },
});
