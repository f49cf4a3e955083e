import { eventQuery, streamMessage } from '../event';
import { defineRoutes } from '../route';

const STREAM = {
  method: 'GET',
  query: eventQuery,
  answer: streamMessage,
  contentType: 'text/event-stream',
  status: 200,
} as const;

const TOO_MANY = { too_many_streams: 'the caller, or everybody together, follows as many streams as are allowed' };

/** Server-Sent Events: each `data` is such an answer. A stream has no end of its own. */
export const eventRoutes = defineRoutes({
  streamCampaignEvents: {
    ...STREAM,
    path: '/v1/campaigns/:id/events',
    summary:
      'Follow the events of a campaign and of its devices as Server-Sent Events, after `Last-Event-ID` or `after`, else from now on.',
    scope: 'campaigns:read',
    problems: {
      campaign_unknown: 'no campaign visible to the caller has this id or prefix',
      campaign_ambiguous: 'the prefix matches several campaigns',
      ...TOO_MANY,
    },
  },
  streamFleetEvents: {
    ...STREAM,
    path: '/v1/fleet/events',
    summary:
      'Follow the conditions of all devices as Server-Sent Events, after `Last-Event-ID` or `after`, else from now on.',
    scope: 'devices:read',
    problems: TOO_MANY,
  },
});
