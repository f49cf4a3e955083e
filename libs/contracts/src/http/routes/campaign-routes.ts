import { campaignList, campaignView, launchRequest, launchResult, progressView, shareRequest } from '../campaign';
import { pageQuery } from '../page';
import { reportView } from '../report';
import { defineRoutes } from '../route';

const UNKNOWN = {
  campaign_unknown: 'no campaign that the caller may see begins with that id',
  campaign_ambiguous: 'more than one does',
};
const ENDED = { ...UNKNOWN, campaign_ended: 'it is over, in another way than asked for' };

export const campaignRoutes = defineRoutes({
  launchCampaign: {
    method: 'POST',
    path: '/v1/campaigns',
    summary: 'Plans a campaign and starts it, unless it is a dry run.',
    scope: 'campaigns:write',
    body: launchRequest,
    answer: launchResult,
    status: 200,
    problems: { bad_campaign: 'every error with its line; nothing is stored' },
  },
  listCampaigns: {
    method: 'GET',
    path: '/v1/campaigns',
    summary: 'Campaigns that the caller may see, the newest first.',
    scope: 'campaigns:read',
    query: pageQuery,
    answer: campaignList,
    status: 200,
  },
  showCampaign: {
    method: 'GET',
    path: '/v1/campaigns/:id',
    summary: 'One campaign, by its id or a prefix of it that is unique.',
    scope: 'campaigns:read',
    answer: campaignView,
    status: 200,
    problems: UNKNOWN,
  },
  showProgress: {
    method: 'GET',
    path: '/v1/campaigns/:id/progress',
    summary: 'How far a campaign is, with rates and when it will be done.',
    scope: 'campaigns:read',
    answer: progressView,
    status: 200,
    problems: UNKNOWN,
  },
  showReport: {
    method: 'GET',
    path: '/v1/campaigns/:id/report',
    summary: 'The comparison over what is accepted so far.',
    scope: 'campaigns:read',
    answer: reportView,
    status: 200,
    problems: UNKNOWN,
  },
  pauseCampaign: {
    method: 'POST',
    path: '/v1/campaigns/:id/pause',
    summary: 'Lets the trials in hand end, then measures no more until it is resumed. Of a paused one nothing changes.',
    scope: 'campaigns:write',
    answer: campaignView,
    status: 200,
    problems: ENDED,
  },
  resumeCampaign: {
    method: 'POST',
    path: '/v1/campaigns/:id/resume',
    summary: 'Goes on with a paused campaign. Of a running one nothing changes.',
    scope: 'campaigns:write',
    answer: campaignView,
    status: 200,
    problems: ENDED,
  },
  cancelCampaign: {
    method: 'POST',
    path: '/v1/campaigns/:id/cancel',
    summary:
      'Ends a campaign now: devices are restored, trials that are left are skipped, results stay. Over when `finishedAt` is set; of a cancelled one nothing changes.',
    scope: 'campaigns:write',
    answer: campaignView,
    status: 200,
    problems: ENDED,
  },
  shareCampaign: {
    method: 'PUT',
    path: '/v1/campaigns/:id/shares',
    summary: 'Says who else may see and stop it.',
    scope: 'campaigns:write',
    body: shareRequest,
    answer: campaignView,
    status: 200,
    problems: {
      ...UNKNOWN,
      user_unknown: 'nobody has that name',
      not_owner: 'only its owner or an admin may share it',
    },
  },
});
