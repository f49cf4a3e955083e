import { CONNECT_PAUSES } from '@joulefleet/core';
import { processConfiguration } from '@joulefleet/platform';
import { runController } from '../../apps/controller/src/run-controller';

/**
 * The controller with its worker, as users run it but for one setting: devices that lose their connection so many times in a
 * few minutes flap, and would be left alone for two minutes after each further one.
 */
const TIMINGS = { pauses: { ...CONNECT_PAUSES, flappingMs: 1_000, longestFlappingMs: 2_000 } };

const stopped = new Promise((resolve) => process.once('SIGTERM', resolve));

runController(processConfiguration(), true, stopped, TIMINGS).then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
