import { monitorEventLoopDelay } from 'node:perf_hooks';
import { processConfiguration } from '@joulefleet/platform';
import { runController } from '../../apps/controller/src/run-controller';

/** What the controller's process has cost since it was asked last. */
export interface ControllerCost {
  /** Longest time that the event loop was blocked, ms. */
  loopBlockedMs: number;
  /** Largest resident set since the start, MB. */
  rssMb: number;
  /** Computing time, user and system, ms. */
  cpuMs: number;
}

const RESOLUTION_MS = 1;

/** The controller with its worker as users run it; answers each message with what it has cost. */
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
const stopped = new Promise((resolve) => process.once('SIGTERM', resolve));

let spent = process.cpuUsage();

process.on('message', () => {
  const { user, system } = process.cpuUsage(spent);
  spent = process.cpuUsage();
  const loopBlockedMs = Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
  const cost: ControllerCost = {
    loopBlockedMs,
    rssMb: process.resourceUsage().maxRSS / 1024,
    cpuMs: (user + system) / 1000,
  };
  process.send?.(cost);
  delay.reset();
});

delay.enable();
runController(processConfiguration(), true, stopped).then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
