import {
  addNoticeTargetRequest,
  editNoticeTargetRequest,
  noticeList,
  noticeQuery,
  noticeTargetList,
  noticeTargetView,
  noticeView,
} from '../notice';
import { defineRoutes } from '../route';

const UNKNOWN = { notice_target_unknown: 'no target has this name' };

const REFUSED = {
  notice_target_invalid: 'its URL, or how it logs in, cannot be used',
  notice_host_refused: 'the controller may not send notices to this host',
  schedule_unknown: 'no schedule has one of these names',
  zone_unknown: 'there is no such IANA time zone',
};

export const noticeRoutes = defineRoutes({
  addNoticeTarget: {
    method: 'POST',
    path: '/v1/notice-targets',
    summary:
      'Add a target of notices: mail, a signed webhook, or an incoming webhook of Slack. Its secret is stored encrypted.',
    scope: 'devices:write',
    body: addNoticeTargetRequest,
    answer: noticeTargetView,
    status: 201,
    problems: { notice_target_exists: 'a target has this name', ...REFUSED },
  },
  editNoticeTarget: {
    method: 'PATCH',
    path: '/v1/notice-targets/:name',
    summary: 'Change a target of notices; what is left out stays. Notices that wait go to where it is then.',
    scope: 'devices:write',
    body: editNoticeTargetRequest,
    answer: noticeTargetView,
    status: 200,
    problems: { ...UNKNOWN, ...REFUSED },
  },
  listNoticeTargets: {
    method: 'GET',
    path: '/v1/notice-targets',
    summary: 'List the targets of notices, without what is secret.',
    scope: 'devices:write',
    answer: noticeTargetList,
    status: 200,
  },
  testNoticeTarget: {
    method: 'POST',
    path: '/v1/notice-targets/:name/test',
    summary: 'Send a marked test now, once, and say what came of it.',
    scope: 'devices:write',
    answer: noticeView,
    status: 200,
    problems: UNKNOWN,
  },
  removeNoticeTarget: {
    method: 'DELETE',
    path: '/v1/notice-targets/:name',
    summary: 'Remove a target with its secret, what was to be sent to it, and its history.',
    scope: 'devices:write',
    answer: null,
    status: 204,
    problems: UNKNOWN,
  },
  listNotices: {
    method: 'GET',
    path: '/v1/notices',
    summary: 'List notices, the newest first, with what became of each attempt to send them.',
    scope: 'devices:write',
    query: noticeQuery,
    answer: noticeList,
    status: 200,
    problems: UNKNOWN,
  },
});
