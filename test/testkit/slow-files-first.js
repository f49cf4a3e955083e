'use strict';

const Sequencer = require('@jest/test-sequencer').default;

/**
 * Files that take ten seconds or more on an idle machine, slowest first. A fresh checkout has no durations of earlier
 * runs, and a slow file that starts last keeps one worker busy while the others have nothing left to do.
 */
const SLOW_FILES = [
  'integration/health/recovery',
  'integration/agent-suite',
  'e2e/accuracy',
  'integration/health/before-start',
  'integration/health/watch',
  'integration/health/heartbeat',
  'e2e/interruptions',
  'integration/health/consecutive-faults',
  'check/lint-rules',
  'integration/fleet/check',
  'e2e/command-line',
  'e2e/absent-device',
  'e2e/stopping',
  'integration/openssh/agent',
  'integration/platform/embedded-services',
  'integration/fleet/admin',
  'integration/access/throttling',
  'integration/health/power-cycle',
  'e2e/killed-controller',
  'integration/platform/service-accounts',
  'integration/openssh/dead-connection',
  'integration/fleet/audited-failures',
  'integration/fleet/enroll',
  'integration/access/first-admin',
  'integration/twin/knobs',
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
