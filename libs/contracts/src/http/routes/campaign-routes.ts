import {
  campaignList,
  campaignView,
  extendRequest,
  launchRequest,
  launchResult,
  progressView,
  shareRequest,
} from '../campaign';
import { pageQuery } from '../page';
import { recomputePage, recomputeRequest } from '../recompute';
import { reportQuery, reportView } from '../report';
import { defineRoutes } from '../route';

const UNKNOWN = {
  campaign_unknown: 'no campaign visible to the caller has this id or prefix',
  campaign_ambiguous: 'the prefix matches several campaigns',
};
const ENDED = { ...UNKNOWN, campaign_ended: 'the campaign has already ended in another state' };

export const campaignRoutes = defineRoutes({
  launchCampaign: {
    method: 'POST',
    path: '/v1/campaigns',
    summary: 'Plan a campaign and start it, unless `dryRun` is set.',
    scope: 'campaigns:write',
    body: launchRequest,
    answer: launchResult,
    status: 200,
    problems: {
      bad_campaign: 'the campaign file has errors, listed with their lines; nothing was stored',
      planner_busy: 'too many campaigns wait to be planned; Retry-After gives the seconds to wait',
    },
  },
  listCampaigns: {
    method: 'GET',
    path: '/v1/campaigns',
    summary: 'List the campaigns visible to the caller, newest first.',
    scope: 'campaigns:read',
    query: pageQuery,
    answer: campaignList,
    status: 200,
  },
  showCampaign: {
    method: 'GET',
    path: '/v1/campaigns/:id',
    summary: 'Show a campaign by its id or a unique prefix of it.',
    scope: 'campaigns:read',
    answer: campaignView,
    status: 200,
    problems: UNKNOWN,
  },
  showProgress: {
    method: 'GET',
    path: '/v1/campaigns/:id/progress',
    summary: 'Show the progress of a campaign, with rates and ETAs.',
    scope: 'campaigns:read',
    answer: progressView,
    status: 200,
    problems: UNKNOWN,
  },
  showReport: {
    method: 'GET',
    path: '/v1/campaigns/:id/report',
    summary: 'Compare the trials accepted so far.',
    scope: 'campaigns:read',
    query: reportQuery,
    answer: reportView,
    status: 200,
    problems: UNKNOWN,
  },
  recomputeResults: {
    method: 'POST',
    path: '/v1/campaigns/:id/recompute',
    summary:
      'Judges stored raw data anew, a page of trials at a time, and says what moves; changes it only with `apply`. Raw data stays as it is.',
    scope: 'campaigns:write',
    body: recomputeRequest,
    answer: recomputePage,
    status: 200,
    problems: { ...UNKNOWN, not_owner: 'only its owner or an admin may apply it' },
  },
  pauseCampaign: {
    method: 'POST',
    path: '/v1/campaigns/:id/pause',
    summary: 'Pause a campaign: running trials finish, and no more start until it is resumed. Idempotent.',
    scope: 'campaigns:write',
    answer: campaignView,
    status: 200,
    problems: ENDED,
  },
  resumeCampaign: {
    method: 'POST',
    path: '/v1/campaigns/:id/resume',
    summary: 'Resume a paused campaign. Idempotent.',
    scope: 'campaigns:write',
    answer: campaignView,
    status: 200,
    problems: ENDED,
  },
  cancelCampaign: {
    method: 'POST',
    path: '/v1/campaigns/:id/cancel',
    summary:
      'Cancel a campaign now: devices are restored, remaining trials are skipped, results are kept. It has ended when `finishedAt` is set. Idempotent.',
    scope: 'campaigns:write',
    answer: campaignView,
    status: 200,
    problems: ENDED,
  },
  extendCampaign: {
    method: 'POST',
    path: '/v1/campaigns/:id/extend',
    summary:
      'Gives every cell more repetitions, appended after the trials that are there. A completed campaign runs again, a paused one stays paused; a cancelled or failed one is over for good.',
    scope: 'campaigns:write',
    body: extendRequest,
    answer: campaignView,
    status: 200,
    problems: { ...ENDED, campaign_too_large: 'it would have more trials than a campaign may have' },
  },
  shareCampaign: {
    method: 'PUT',
    path: '/v1/campaigns/:id/shares',
    summary: 'Set who else may view and stop a campaign.',
    scope: 'campaigns:write',
    body: shareRequest,
    answer: campaignView,
    status: 200,
    problems: {
      ...UNKNOWN,
      user_unknown: 'no user has this name',
      not_owner: 'only the owner or an admin may share the campaign',
    },
  },
});
