import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchResult, ReportView } from '@joulefleet/contracts';
import { describeWork } from '@joulefleet/core';
import { openDatabase } from '@joulefleet/store';
import { startLab, type Lab } from '../testkit/lab';

const POINT = 'gpuFrequency: 614.4 MHz, cpuFrequency: 1479 MHz';
const SHORT = 'baseline: none\nrepetitions: 1\n';

describe('a campaign over how its workloads are executed', () => {
  let lab: Lab;
  let heard: string;
  let own: string;

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
    heard = join(lab.folder, 'heard.jsonl');
    own = ownCommand(lab.twins[0]!.root, heard);
  });
  afterAll(() => lab.stop());

  const rowsOf = async (id: string): Promise<ReportView['rows']> => {
    const { campaign } = await lab.completed(id, 150);
    expect(campaign.trials).toMatchObject({ failed: 0, skipped: 0 });
    return ((await lab.call('GET', `/v1/campaigns/${id}/report`)).body as ReportView).rows;
  };

  it('gives its own command the parameters as typed JSON, and reports each combination in a row of its own', async () => {
    const planted = join(lab.folder, 'planted');
    const text = `'; touch ${planted}; echo "$(touch ${planted})`;
    const source = JSON.stringify({
      name: 'own',
      workloads: [{ name: 'mine', command: ['python3', own], unit: 'token' }, 'alexnet'],
      factors: { gpuFrequency: '614.4 MHz', cpuFrequency: '1479 MHz', precision: ['default', 'int8'] },
      parameters: { threads: [1, 2], text, scale: 0.5, check: false },
      exclude: [{ precision: 'int8', parameters: { threads: 1 } }],
      ...{ baseline: 'none', repetitions: 1, inferences: 800 },
    });
    const planned = (await lab.call('POST', '/v1/campaigns', { source, dryRun: true })).body as LaunchResult;
    expect(planned.plan.devices[0]).toMatchObject({ cells: 4 });
    expect(planned.plan.devices[0]!.notes).toEqual([
      'precision int8 left out for alexnet: it takes fp32, tf32, fp16',
      'parameters left out for alexnet: in this campaign they are those of the command of your own',
      '1 cells left out by exclude',
    ]);
    const rows = await rowsOf((await lab.launch(source)).id);
    const others = { 'parameters.check': false, 'parameters.scale': 0.5, 'parameters.text': text };
    expect(rows.map(({ workload, options, cells }) => [workload, options, cells.length])).toEqual([
      ['alexnet', {}, 1],
      ['mine', { ...others, 'parameters.threads': 1 }, 1],
      ['mine', { ...others, 'parameters.threads': 2 }, 1],
      ['mine', { ...others, 'parameters.threads': 2, precision: 'int8' }, 1],
    ]);
    expect(rows.map(({ unit }) => unit)).toEqual(['inference', 'token', 'token', 'token']);
    expect(rows[3]!.cells[0]!.levels).toMatchObject({ precision: 'int8', 'parameters.threads': 2 });
    const specs = readFileSync(heard, 'utf8').trim().split('\n');
    const parsed = specs.map((line) => JSON.parse(line) as Record<string, unknown>);
    const byThreads = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(parsed.map(({ precision, parameters }) => ({ precision, parameters })).sort(byThreads)).toEqual(
      [
        { precision: 'int8', parameters: { text, scale: 0.5, check: false, threads: 2 } },
        { precision: undefined, parameters: { text, scale: 0.5, check: false, threads: 1 } },
        { precision: undefined, parameters: { text, scale: 0.5, check: false, threads: 2 } },
      ].sort(byThreads),
    );
    expect(existsSync(planted)).toBe(false);
  }, 180_000);

  it('never merges cells of different runtimes, garbage collection or numbers of inferences', async () => {
    const options = 'runtime: [default, libtorch], garbageCollection: [default, false], inferences: [800, 1600]';
    const factors = `factors: { ${POINT}, ${options} }`;
    const rows = await rowsOf((await lab.launch(`name: options\nworkloads: [alexnet]\n${factors}\n${SHORT}`)).id);
    const works = [
      'alexnet',
      'alexnet (runtime=libtorch)',
      'alexnet (garbageCollection=false)',
      'alexnet (runtime=libtorch, garbageCollection=false)',
    ];
    expect(rows.map((row) => `${row.inferences} ${describeWork(row)}`)).toEqual(
      [800, 1600].flatMap((inferences) => works.map((work) => `${inferences} ${work}`)),
    );
    expect(rows.map(({ cells }) => cells.length)).toEqual(rows.map(() => 1));
    const energyMj = rows.map(({ optimum }) => optimum!.energyMj.estimate);
    // What the twin computes with: libtorch needs less than PyTorch, with and without garbage collection.
    for (const row of [0, 2, 4, 6]) expect(energyMj[row + 1]! / energyMj[row]!).toBeLessThan(0.99);
    for (const row of [0, 1, 2, 3]) expect(energyMj[row + 4]! / energyMj[row]!).toBeCloseTo(2, 0);
  }, 180_000);

  it('rejects what was measured with another option, and flags what nobody attests', async () => {
    const { root } = lab.twins[0]!;
    const heardToo = join(lab.folder, 'heard-too.jsonl');
    const attest = '    attest(spec)\n';
    const workloads = [
      {
        name: 'liar',
        command: [
          'python3',
          ownCommand(root, heardToo, [attest, attest.replace('spec', 'spec.replace("fp16", "fp32")')]),
        ],
      },
      { name: 'silent', command: ['python3', ownCommand(root, heardToo, [attest, ''])] },
      { name: 'mine', command: ['python3', own] },
    ];
    const factors = { gpuFrequency: '614.4 MHz', cpuFrequency: '1479 MHz', precision: 'fp16' };
    const protocol = {
      baseline: 'none',
      repetitions: 1,
      inferences: 800,
    };
    const { id } = await lab.launch(JSON.stringify({ name: 'attested', workloads, factors, ...protocol }));
    const { campaign } = await lab.completed(id, 150);
    expect(campaign.trials).toMatchObject({ accepted: 2, skipped: 1 });
    const database = openDatabase(lab.databaseUrl);
    const { rows } = await database.pool.query<{ workload: string; checks: string[] | null }>(
      `SELECT c.workload, (SELECT array_agg(f->>'check') FROM jsonb_array_elements(m.findings) f WHERE f->>'check' LIKE 'options%') AS checks
       FROM measurement m JOIN trial t ON t.id = m.trial_id JOIN cell c ON c.id = t.cell_id WHERE t.campaign_id = $1 ORDER BY 1`,
      [id],
    );
    await database.close();
    expect(rows).toEqual([
      { workload: 'liar', checks: ['options_as_requested'] },
      { workload: 'mine', checks: null },
      { workload: 'silent', checks: ['options_attested'] },
    ]);
  }, 180_000);
});

const SIMULATED = `
def simulated(spec):
    import json
    asked = json.loads(spec)
    return json.dumps({key: asked[key] for key in asked if key not in ("precision", "parameters")})
`;

/** The twin's own runner under another name, which writes down what it is asked for, and differs in one line. */
function ownCommand(root: string, heard: string, [line, other]: [string, string] = ['', '']): string {
  const runner = readFileSync(join(root, 'opt/joulefleet/workloads/alexnet'), 'utf8');
  const hook = [
    '    spec = sys.stdin.readline().strip()',
    `    with open(${JSON.stringify(heard)}, "a") as file:`,
    '        file.write(spec + "\\n")',
    '    for name in ("mine", "liar", "silent"):',
    "        spec = spec.replace('\"' + name + '\"', '\"alexnet\"')",
    '',
  ].join('\n');
  // The twin refuses what it does not simulate; this command is no model of the twin's.
  const load = runner.replace(`"spec": ' + spec`, `"spec": ' + simulated(spec)`);
  const file = join(root, `opt/joulefleet/workloads/own-${line.length}-${other.length}`);
  writeFileSync(
    file,
    load
      .replace(line, other)
      .replace('    spec = sys.stdin.readline().strip()\n', hook)
      .replace('\nmain()\n', `\n${SIMULATED}\nmain()\n`),
  );
  chmodSync(file, 0o755);
  return file;
}
