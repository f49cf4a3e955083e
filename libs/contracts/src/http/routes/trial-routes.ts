import { defineRoutes } from '../route';
import {
  rangeEnergyQuery,
  rangeEnergyView,
  traceQuery,
  traceView,
  trialList,
  trialListQuery,
  trialView,
} from '../trial';

const CAMPAIGN = {
  campaign_unknown: 'no campaign visible to the caller has this id or prefix',
  campaign_ambiguous: 'the prefix matches several campaigns',
};
const TRIAL = { ...CAMPAIGN, trial_unknown: 'the campaign has no such trial' };
const TRACE = {
  ...TRIAL,
  trace_unknown: 'the trial has no such attempt, or nothing is stored of its trace',
  bad_range: 'the range ends before it begins',
  traces_busy: 'too many wait for a trace; Retry-After gives the seconds to wait',
};

export const trialRoutes = defineRoutes({
  listTrials: {
    method: 'GET',
    path: '/v1/campaigns/:id/trials',
    summary: 'List the trials of a campaign by device and position, each with its last attempt.',
    scope: 'campaigns:read',
    query: trialListQuery,
    answer: trialList,
    status: 200,
    problems: {
      ...CAMPAIGN,
      bad_cursor: 'no page ended here',
      device_unknown: 'the campaign has no trials on this device',
    },
  },
  showTrial: {
    method: 'GET',
    path: '/v1/campaigns/:id/trials/:trialId',
    summary:
      'Show a trial with every attempt: figures, checks, events, clocks, temperatures, and what is stored of its trace.',
    scope: 'campaigns:read',
    answer: trialView,
    status: 200,
    problems: TRIAL,
  },
  showTrace: {
    method: 'GET',
    path: '/v1/campaigns/:id/trials/:trialId/trace',
    summary: 'Show a range of a power trace, reduced to the least and the greatest power in each column.',
    scope: 'campaigns:read',
    query: traceQuery,
    answer: traceView,
    status: 200,
    problems: TRACE,
  },
  showRangeEnergy: {
    method: 'GET',
    path: '/v1/campaigns/:id/trials/:trialId/energy',
    summary: 'Integrate the power of every rail over a range of a trace, from all of its samples.',
    scope: 'campaigns:read',
    query: rangeEnergyQuery,
    answer: rangeEnergyView,
    status: 200,
    problems: TRACE,
  },
});
