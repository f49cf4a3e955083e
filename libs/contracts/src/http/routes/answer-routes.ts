import { answerQuery, answerView } from '../answer';
import { defineRoutes } from '../route';

export const answerRoutes = defineRoutes({
  showAnswer: {
    method: 'GET',
    path: '/v1/answer',
    summary: 'Say which clocks, batch size and device a workload should use.',
    scope: 'campaigns:read',
    query: answerQuery,
    answer: answerView,
    status: 200,
    problems: {
      device_unknown: 'no enrolled device has this name',
      campaign_unknown: 'no campaign visible to the caller has this id or prefix',
      campaign_ambiguous: 'the prefix matches several campaigns',
    },
  },
});
