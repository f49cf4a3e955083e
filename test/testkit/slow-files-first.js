'use strict';

const Sequencer = require('@jest/test-sequencer').default;

/**
 * Files that take twenty seconds or more in a run of all files, slowest first. A fresh checkout has no durations of earlier
 * runs, and a slow file that starts last keeps one worker busy while the others have nothing left to do. Those with a browser stand apart from
 * one another: several browsers at once take more than two cores have.
 */
const SLOW_FILES = [
  'e2e/accuracy',
  'e2e/search',
  'integration/agent-suite',
  'e2e/web/trials',
  'integration/health/watch',
  'integration/execution/few-connections',
  'integration/store/condition.model',
  'integration/schedules/nights',
  'integration/schedules/bisect',
  'integration/schedules/sibling',
  'integration/schedules/measured-again',
  'integration/notices/killed',
  'e2e/web/campaign-settings',
  'e2e/command-line',
  'integration/health/before-start',
  'integration/notices/outbox',
  'integration/notices/targets',
  'integration/notices/changes',
  'e2e/out-of-memory',
  'integration/twin/clock-scripts',
  'e2e/web/device',
  'e2e/interruptions',
  'integration/twin/light',
  'e2e/online-search',
  'e2e/heat',
  'integration/campaigns/estimate',
  'e2e/web/web',
  'e2e/stopping',
  'integration/fleet/admin',
  'integration/fleet/check',
  'fuzz/decoders',
  'e2e/web/results',
  'e2e/web/changes',
  'integration/platform/service-accounts',
  'integration/execution/stepped-clock',
  'e2e/frozen-controller',
  'e2e/tegrastats',
  'e2e/web/schedules',
  'e2e/foreign-chip',
  'integration/fleet/board-identity',
  'e2e/campaign-verbs',
  'check/lint-rules',
  'e2e/web/faults',
  'e2e/workload-options',
  'integration/health/heartbeat',
  'integration/api/refusing-redis',
  'e2e/killed-controller',
  'e2e/web/admin',
  'e2e/limits-in-force',
  'integration/openssh/agent',
  'integration/campaigns/stopping-rule',
  'integration/health/recovery',
  'e2e/web/launch',
  'integration/fleet/enroll',
  'fuzz/inventories',
  'integration/health/consecutive-faults',
  'integration/campaigns/export',
  'e2e/web/enroll',
  'e2e/cells-taken-over',
  'integration/campaigns/verbs.model',
  'integration/twin/workload',
  'e2e/absent-device',
  'e2e/web/answer',
  'e2e/power-mode',
  'integration/campaigns/short-windows',
  'integration/campaigns/sentinels',
  'e2e/clock-residency',
  'integration/twin/preflight',
  'e2e/calibration',
  'integration/api/launch-limits',
  'integration/access/first-admin',
  'integration/openssh/ssh-config',
  'integration/events/event-streams',
  'integration/access/throttling',
  'integration/platform/embedded-services',
  'integration/fleet/audited-failures',
  'integration/twin/knobs',
  'integration/health/power-cycle',
  'integration/fleet/identities',
  'integration/execution/agent-that-does-not-stop',
  'integration/twin/main',
  'integration/api/openapi',
  'integration/execution/own-fault',
  'integration/access/every-route',
  'integration/openssh/login-shells',
  'integration/platform/full-log',
  'integration/fleet/late-node',
  'integration/events/live-readings',
  'integration/api/session-settings',
  'integration/api/control-characters',
  'integration/twin/recorded',
].map((name) => `/test/${name}.spec.ts`);

function rankOf({ path }) {
  const rank = SLOW_FILES.findIndex((name) => path.endsWith(name));
  return rank === -1 ? SLOW_FILES.length : rank;
}

/** Puts the known slow files first, in the order of the list; the rest follow in Jest's own order. */
module.exports = class SlowFilesFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
};
