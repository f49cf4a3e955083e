'use strict';

const Sequencer = require('@jest/test-sequencer').default;

/**
 * Files that take ten seconds or more, slowest first. A fresh checkout has no durations of earlier
 * runs, and a slow file that starts last keeps one worker busy while the others have nothing left to do.
 */
const SLOW_FILES = [
  'integration/execution/few-connections',
  'integration/store/condition.model',
  'integration/health/watch',
  'e2e/accuracy',
  'integration/health/before-start',
  'integration/campaigns/verbs.model',
  'integration/agent-suite',
  'integration/campaigns/estimate',
  'e2e/tegrastats',
  'e2e/power-mode',
  'integration/campaigns/sentinels',
  'integration/campaigns/export',
  'e2e/interruptions',
  'integration/platform/service-accounts',
  'e2e/command-line',
  'integration/fleet/check',
  'integration/events/event-streams',
  'integration/schedules/nights',
  'e2e/heat',
  'e2e/clock-residency',
  'e2e/out-of-memory',
  'e2e/stopping',
  'e2e/frozen-controller',
  'integration/execution/stepped-clock',
  'integration/execution/own-fault',
  'integration/health/heartbeat',
  'integration/health/recovery',
  'check/lint-rules',
  'e2e/absent-device',
  'integration/health/consecutive-faults',
  'integration/fleet/enroll',
  'integration/twin/workload',
  'integration/openssh/agent',
  'integration/campaigns/stopping-rule',
  'integration/fleet/admin',
  'e2e/killed-controller',
  'e2e/cells-taken-over',
  'integration/twin/knobs',
  'integration/twin/preflight',
  'integration/openssh/dead-connection',
  'integration/execution/agent-that-does-not-stop',
  'integration/fleet/sudo',
  'integration/fleet/sudoers-script',
  'integration/remote/connect',
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
