import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');

/** The listing of docs/workloads.md, without blank lines. */
function listing(): string {
  const text = readFileSync(join(ROOT, 'docs/workloads.md'), 'utf8');
  return /^```python\n(.*?)^```/ms.exec(text)![1]!;
}

describe('a workload in twenty lines', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-listing-'));
  const path = join(folder, 'runner.py');
  afterAll(() => rmSync(folder, { recursive: true }));

  function check(source: string) {
    writeFileSync(path, source);
    const workload = {
      ...{ name: 'mine', batchSize: 8, graphMode: 'dynamic', inferences: 100, warmupBatches: 3, warmupMaxS: 5 },
      options: {},
    };
    const input = `${JSON.stringify({ command: ['python3', path], workload, timeoutS: 20 })}\n`;
    const said = execFileSync('python3', [join(ROOT, 'agent/tools/check_runner.py')], { input, encoding: 'utf8' });
    return JSON.parse(said) as { ok: boolean; failure: { message: string } | null; notes: unknown[] };
  }

  it('has no more', () => {
    expect(
      listing()
        .split('\n')
        .filter((line) => line !== '').length,
    ).toBeLessThanOrEqual(20);
  });

  it('is a runner about which the agent has nothing to say', () => {
    expect(check(listing())).toMatchObject({ ok: true, failure: null, notes: [] });
  });

  it('would be refused with one event less', () => {
    const without = listing().replace("say('warmup_start')\n", '');
    expect(check(without).failure?.message).toMatch(/warmup_end was printed too early; expected warmup_start/);
  });
});
