import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureIo } from '../../fixtures/controller-double';
import { runCli } from '../../run-cli';
import type { CheckReport } from '../../workload/check-report';

const ROOT = join(__dirname, '../../../../..');
/** Says the six events, with what a test puts in; `want` is the request. */
const RUNNER = `
import json, sys, time
def say(event, **more):
    print(json.dumps(dict({'tUs': time.monotonic() * 1e6}, event=event, **more)), flush=True)
want = json.loads(sys.stdin.readline())
for event in ('load_start', 'load_end', 'warmup_start'):
    say(event)
for _ in range(want['warmupBatches']):
    say('batch')
BEFORE
say('warmup_end')
sys.stdin.readline()
start = time.monotonic() * 1e6
time.sleep(0.02)
INSIDE
count = -(-want['inferences'] // want['batchSize'])
say('inference_start', tUs=start)
say('inference_end')
say('batches', count=count, meanUs=(time.monotonic() * 1e6 - start) / count, sdUs=0)
`;

describe('workload check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jf-check-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function cli(...args: string[]) {
    const captured = captureIo(folder);
    const environment = { ...captured.environment, rootFolder: ROOT, workingFolder: folder };
    const exitCode = await runCli(['workload', 'check', ...args], { ...captured, environment });
    return { exitCode, out: captured.out(), err: captured.err() };
  }

  async function check({ before = '', inside = '' }, ...options: string[]) {
    writeFileSync(join(folder, 'runner.py'), RUNNER.replace('BEFORE', before).replace('INSIDE', inside));
    const { exitCode, out } = await cli(...options, '--json', '--', 'python3', 'runner.py');
    const report = JSON.parse(out) as CheckReport;
    return { exitCode, report, notes: report.notes.map(({ code }) => code) };
  }

  it('passes a runner, which it asks for what a campaign would', async () => {
    const before = `say('options', precision=want['precision'], parameters=want['parameters'])`;
    const options = [
      '--precision',
      'fp16',
      '--parameter',
      'threads=2',
      '--parameter',
      'mode=fast',
      '--batch-size',
      '4',
    ];
    const { exitCode, report, notes } = await check({ before }, ...options);
    expect({ exitCode, notes, failure: report.failure }).toEqual({ exitCode: 0, notes: [], failure: null });
    expect(report.options).toEqual({ precision: 'fp16', 'parameters.threads': 2, 'parameters.mode': 'fast' });
    expect(report.batches?.count).toBe(20);
  });

  it('says with what a trial would fail, and ends with 2', async () => {
    const { exitCode, report } = await check({ inside: 'sys.exit(7)' });
    expect({ exitCode, failure: report.failure }).toMatchObject({ exitCode: 2, failure: { code: 'workload_failed' } });
    const told = `print(json.dumps({'event': 'error', 'code': 'out_of_memory', 'message': 'too much', 'remedy': 'less'})); sys.exit(1)`;
    expect((await check({ before: told })).report.failure).toMatchObject({ code: 'out_of_memory', remedy: 'less' });
  });

  const LET_PASS: [what: string, code: { before?: string; inside?: string }, options: string[], notes: string[]][] = [
    ['lines that are no events', { before: `print('hello')` }, [], ['noise']],
    [
      'talk in the window, and an unknown event',
      { inside: `print('{"event": "step"}', flush=True)` },
      [],
      ['talks_while_measured', 'unknown_events'],
    ],
    [
      'a process that is left behind',
      { before: `import subprocess; subprocess.Popen(['sleep', '60'])` },
      [],
      ['left_processes'],
    ],
    ['an option of which it says nothing', {}, ['--runtime', 'tensorrt'], ['option_not_attested']],
    [
      'another option than was asked for',
      { before: `say('options', runtime='pytorch')` },
      ['--runtime', 'tensorrt'],
      ['option_not_as_asked'],
    ],
  ];

  it.each(LET_PASS)('names what the agent lets pass: %s', async (_, code, options, notes) => {
    const found = await check(code, ...options);
    expect({ exitCode: found.exitCode, notes: found.notes }).toEqual({ exitCode: 0, notes });
  });

  it('ends one that hangs, and says so to a reader', async () => {
    writeFileSync(join(folder, 'runner.py'), 'import time\ntime.sleep(600)\n');
    const { exitCode, out } = await cli('--timeout', '1', '--', 'python3', 'runner.py');
    expect(exitCode).toBe(2);
    expect(out).toMatch(/^A trial of this command would fail: timeout\.\n {2}why +not done within the 1 s/);
  });

  it('names a command that is not there, and a parameter that is none', async () => {
    expect((await cli('./nothing')).out).toMatch(/workload_missing/);
    expect((await cli('--parameter', 'x', '--', 'true')).err).toMatch(/Expected NAME=VALUE/);
  });
});
