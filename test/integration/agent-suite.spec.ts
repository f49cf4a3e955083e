import { execFile } from 'node:child_process';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../agent/tests');
const TIMEOUT_MS = 690_000;

/** The agent's own tests are Python's, as the agent is: they run on what the boards have, the standard library. */
it("the agent's own tests pass", async () => {
  const { failed, output } = await new Promise<{ failed: boolean; output: string }>((resolve) => {
    execFile('python3', ['run_tests.py'], { cwd: FOLDER, timeout: TIMEOUT_MS }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, output: `${stdout}${stderr}` }),
    );
  });
  if (failed) throw new Error(output);
  process.stdout.write(`agent: ${output.trim().split('\n').at(-1)}\n`);
}, 700_000);
