import { CONNECT_PAUSES } from '@joulefleet/core';
import { processConfiguration } from '@joulefleet/platform';
import { runController } from '../../apps/controller/src/run-controller';

/**
 * The controller with its worker as users run it, except for the timings of the watch: devices that lose their connection this often
 * in a few minutes count as flapping, and each further loss would pause them for two minutes.
 */
const TIMINGS = { pauses: { ...CONNECT_PAUSES, flappingMs: 1_000, longestFlappingMs: 2_000 } };
/** A test that waits longer than that sets how long agents have to answer. */
const agentTimeoutMs = Number(process.env.JOULEFLEET_BENCH_AGENT_TIMEOUT_MS) || undefined;

const stopped = new Promise((resolve) => process.once('SIGTERM', resolve));

runController(processConfiguration(), true, stopped, { timings: TIMINGS, agentTimeoutMs }).then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
