import { comparisonQuery, comparisonView } from '../comparison';
import { defineRoutes } from '../route';

export const comparisonRoutes = defineRoutes({
  showComparison: {
    method: 'GET',
    path: '/v1/campaigns/:id/comparison',
    summary: 'Compare a campaign with an earlier one, cell by cell.',
    scope: 'campaigns:read',
    query: comparisonQuery,
    answer: comparisonView,
    status: 200,
    problems: {
      campaign_unknown: 'no campaign visible to the caller has this id or prefix',
      campaign_ambiguous: 'the prefix matches several campaigns',
      same_campaign: 'both are the same campaign',
      simulated_and_measured: 'one is simulated and the other is not, and `mixed` is not set',
    },
  },
});
