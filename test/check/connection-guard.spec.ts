import { spawnSync } from 'node:child_process';

/** Runs Jest itself on the fixture, which the ordinary run ignores. */
function runFixture(): { status: number | null; output: string } {
  const jest = require.resolve('jest/bin/jest');
  const fixture = 'test/check/fixtures/leaking-spec/leak.spec.ts';
  const args = [
    jest,
    '--selectProjects',
    'services',
    '--testPathIgnorePatterns',
    '/node_modules/',
    '--runTestsByPath',
    fixture,
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
  return { status, output: `${stdout}${stderr}` };
}

it('fails a test file that leaves a connection open', () => {
  const { status, output } = runFixture();
  expect(status).toBe(1);
  expect(output).toMatch(/connections left open:\s+test_[0-9a-f]+ \(idle\): SELECT 1/);
  expect(output).toContain('1 passed, 1 failed');
}, 60_000);
