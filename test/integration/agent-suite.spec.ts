import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../agent/tests');
const TIMEOUT_MS = 690_000;
/** The agent's tests mostly wait for real processes and real time. */
const MODULES_AT_ONCE = 4;
/** Modules that take longest, in this order; they start first. */
const SLOW_MODULES = [
  'test_start_temperature',
  'test_lifecycle',
  'test_kernel_rules',
  'test_failures',
  'test_preflight',
  'test_reboot',
  'test_shard',
  'test_bad_disk',
];

/** The agent's own tests are Python's, as the agent is: they run on what the boards have, the standard library. */
it("the agent's own tests pass", async () => {
  const found = readdirSync(FOLDER).filter((name) => /^test_\w+\.py$/.test(name));
  const waiting = [...new Set([...SLOW_MODULES, ...found.map((name) => name.slice(0, -'.py'.length))])];
  const counts: number[] = [];
  const runWaiting = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) counts.push(await runModule(name));
  };
  await Promise.all(Array.from({ length: MODULES_AT_ONCE }, runWaiting));
  process.stdout.write(`agent: ${counts.reduce((sum, count) => sum + count, 0)} tests\n`);
}, 700_000);

/**
 * Runs one module of tests. Returns how many tests it has.
 * @throws Error with what Python printed when a test failed, or when the module has no test.
 */
async function runModule(name: string): Promise<number> {
  const { failed, output } = await new Promise<{ failed: boolean; output: string }>((resolve) => {
    execFile('python3', ['-m', 'unittest', name], { cwd: FOLDER, timeout: TIMEOUT_MS }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, output: `${name}\n${stdout}${stderr}` }),
    );
  });
  const count = Number(/^Ran (\d+) tests? in/m.exec(output)?.[1] ?? 0);
  if (failed || count === 0) throw new Error(output);
  return count;
}
