import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { processConfiguration } from '@joulefleet/platform';
import { runController } from '../../apps/controller/src/run-controller';

/** Memory of the controller's process, in MB. */
export interface ControllerMemory {
  /** What is still in use after a full garbage collection, buffers included. */
  liveMb: number;
  /** Largest resident set since the start. */
  maxRssMb: number;
}

const BYTES_PER_MB = 2 ** 20;

/** The controller with its worker as users run it; answers each message with the memory that it holds. */
const stopped = new Promise((resolve) => process.once('SIGTERM', resolve));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

process.on('message', () => {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  const memory: ControllerMemory = {
    liveMb: (heapUsed + external) / BYTES_PER_MB,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
  };
  process.send?.(memory);
});

runController(processConfiguration(), true, stopped).then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
