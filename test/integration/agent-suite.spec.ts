import { execFile } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const TIMEOUT_MS = 170_000;

/** The agent's own tests are Python's, as the agent is: they run on what the boards have, the standard library. */
it("the agent's own tests pass", async () => {
  const { failed, said } = await new Promise<{ failed: boolean; said: string }>((resolve) => {
    const args = ['-m', 'unittest', 'discover', '-s', 'agent/tests'];
    execFile('python3', args, { cwd: ROOT, timeout: TIMEOUT_MS }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, said: `${stdout}${stderr}` }),
    );
  });
  const ran = Number(/^Ran (\d+) tests? in/m.exec(said)?.[1] ?? 0);
  if (failed || ran === 0) throw new Error(said);
  process.stdout.write(`agent: ${ran} tests\n`);
}, 180_000);
