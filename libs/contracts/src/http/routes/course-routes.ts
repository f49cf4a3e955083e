import { gridQuery, gridView } from '../grid';
import { lanesQuery, lanesView } from '../lanes';
import { defineRoutes } from '../route';

const PROBLEMS = {
  campaign_unknown: 'no campaign visible to the caller has this id or prefix',
  campaign_ambiguous: 'the prefix matches several campaigns',
  device_unknown: 'the campaign has no trials on this device',
};

export const courseRoutes = defineRoutes({
  showGrid: {
    method: 'GET',
    path: '/v1/campaigns/:id/grid',
    summary: 'Show how far the cells of a workload are on a device.',
    scope: 'campaigns:read',
    query: gridQuery,
    answer: gridView,
    status: 200,
    problems: PROBLEMS,
  },
  showLanes: {
    method: 'GET',
    path: '/v1/campaigns/:id/lanes',
    summary:
      'Show what each device did for a campaign and when: shards, trials with their verdicts, times out of use, pauses.',
    scope: 'campaigns:read',
    query: lanesQuery,
    answer: lanesView,
    status: 200,
    problems: { ...PROBLEMS, bad_range: 'the range ends before it begins' },
  },
});
