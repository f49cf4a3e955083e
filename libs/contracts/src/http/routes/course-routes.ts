import { gridQuery, gridView } from '../grid';
import { lanesQuery, lanesView } from '../lanes';
import { campaignSearchView } from '../search';
import { defineRoutes } from '../route';

const UNKNOWN = {
  campaign_unknown: 'no campaign visible to the caller has this id or prefix',
  campaign_ambiguous: 'the prefix matches several campaigns',
};
const PROBLEMS = {
  ...UNKNOWN,
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
  showSearch: {
    method: 'GET',
    path: '/v1/campaigns/:id/search',
    summary: 'Show what a guided search has tried, what it believes now, and how sure it is.',
    scope: 'campaigns:read',
    answer: campaignSearchView,
    status: 200,
    problems: { ...UNKNOWN, campaign_no_search: 'the campaign has another strategy' },
  },
});
