import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportPath, type PhasesView } from '@joulefleet/contracts';
import { dataDictionary, EXPORT_FORMATS, EXPORT_LEVELS, type ExportFormat, type ExportLevel } from '@joulefleet/core';
import { openDatabase } from '@joulefleet/store';
import { captureIo } from '../../../apps/cli/src/fixtures/controller-double';
import { runCli } from '../../../apps/cli/src/run-cli';
import { startLab, type Lab } from '../../testkit/lab';
import { seedCampaign, seedDevice } from '../../testkit/seed-campaign';
import { queryFiles, readWithPython } from '../../testkit/read-table';
import { queryOnce } from '../../testkit/service-client';

const NAME = '=2+3, "Gerät" 😀';
const SOURCE = `
name: '${NAME}'
workloads: [alexnet]
baseline: dvfs
factors: { gpuFrequency: [460.8 MHz, 921.6 MHz], cpuFrequency: 825.6 MHz }
repetitions: 2
inferences: 160
`;
const PARQUET: Readonly<Record<string, string>> = {
  ...{ text: 'VARCHAR', json: 'VARCHAR', boolean: 'BOOLEAN', integer: 'BIGINT', number: 'DOUBLE' },
  time: 'TIMESTAMP WITH TIME ZONE',
};
const columnsOf = (level: ExportLevel) => dataDictionary().filter((entry) => entry.level === level);

describe('exports', () => {
  let lab: Lab;
  let id: string;
  const files = new Map<string, string>();
  const fileOf = (level: ExportLevel, format: ExportFormat) => files.get(`${level}.${format}`)!;

  const cli = async (...words: string[]) => {
    const io = captureIo(lab.folder);
    const environment = { ...io.environment, url: lab.controller().url, apiKey: lab.admin.key };
    const exitCode = await runCli(['campaign', 'export', ...words], { ...io, environment });
    return { exitCode, out: io.out(), err: io.err() };
  };
  const stored = <T extends object>(sql: string) => queryOnce<T>(lab.databaseUrl, sql);

  beforeAll(async () => {
    lab = await startLab({ twins: ['jetson-nano'] });
    await lab.enroll(lab.twins[0]!);
    ({ id } = await lab.launch(SOURCE));
    await lab.completed(id, 90);
    // As if the second trial had been rejected once.
    await stored(`INSERT INTO measurement (trial_id, attempt, shard_id, fence, outcome, judged_at, verdict, body, findings, simulated)
      SELECT id, 9, gen_random_uuid(), 1, 'measured', now(), 'rejected', '"broken"',
        '[{"check": "gaps", "severity": "reject", "message": "@a, \\"gap\\"\\n"}]', true FROM trial WHERE position = 2`);
    for (const level of EXPORT_LEVELS) {
      for (const format of EXPORT_FORMATS) {
        const name = `${level}.${format}`;
        const { exitCode, err } = await cli(id, '--level', level, '--out', name);
        expect([exitCode, err]).toEqual([0, '']);
        files.set(name, join(lab.folder, name));
      }
    }
  }, 150_000);
  afterAll(() => lab.stop());

  it.each(EXPORT_LEVELS)('%s have in Parquet the columns, types and nulls of the dictionary', async (level) => {
    const parquet = fileOf(level, 'parquet');
    const described = await queryFiles(`DESCRIBE SELECT * FROM '${parquet}'`);
    expect(described.map((row) => [row['column_name'], row['column_type']])).toEqual(
      columnsOf(level).map(({ name, type }) => [name, PARQUET[type]]),
    );
    const schema = await queryFiles(`SELECT name, repetition_type FROM parquet_schema('${parquet}') OFFSET 1`);
    expect(schema.map((row) => row['repetition_type'])).toEqual(
      columnsOf(level).map(({ nullable }) => (nullable ? 'OPTIONAL' : 'REQUIRED')),
    );
    const [metadata] = await queryFiles(`SELECT decode(value) AS value FROM parquet_kv_metadata('${parquet}')`);
    expect(JSON.parse(metadata!['value'] as string)).toHaveLength(columnsOf(level).length);
  });

  it.each(EXPORT_LEVELS)('%s are the same to every reader of every format', async (level) => {
    const names = columnsOf(level).map(({ name }) => name);
    const python = readWithPython('csv', fileOf(level, 'csv'));
    const lines = readWithPython('jsonl', fileOf(level, 'jsonl'));
    expect([Object.keys(python[0]!), Object.keys(lines[0]!)]).toEqual([names, names]);
    const figures = columnsOf(level).filter(({ type }) => type === 'number' || type === 'integer');
    const sums = `SELECT count(*) AS rows, ${figures.map(({ name }) => `sum(${name}::double) AS ${name}, count(${name}) AS n_${name}`).join(', ')}`;
    const [parquet] = await queryFiles(`${sums} FROM '${fileOf(level, 'parquet')}'`);
    const [csv] = await queryFiles(`${sums} FROM read_csv('${fileOf(level, 'csv')}', all_varchar = true)`);
    const [jsonl] = await queryFiles(
      `${sums} FROM read_json('${fileOf(level, 'jsonl')}', format = 'newline_delimited')`,
    );
    expect(parquet!['rows']).toBe(BigInt(python.length));
    for (const { name } of figures) {
      const own = lines.map((line) => line[name] as number | null).filter((value) => value !== null);
      const total = own.reduce((sum, value) => sum + value, 0);
      for (const read of [parquet!, csv!, jsonl!]) {
        expect([name, read[`n_${name}`]]).toEqual([name, BigInt(own.length)]);
        if (own.length > 0) expect(read[name]).toBeCloseTo(total, -Math.log10(Math.abs(total) || 1) + 6);
      }
    }
    for (const { name, type } of columnsOf(level)) {
      if (type !== 'text') continue;
      const safe = (text: unknown) => (/^[=+\-@\t\r]/.test(text as string) ? `'${text as string}` : (text ?? ''));
      expect(python.map((row) => row[name])).toEqual(lines.map((row) => safe(row[name])));
    }
  });

  it('have every accepted trial with the energy that PostgreSQL has', async () => {
    const [sum] = await stored<{ trials: number; mj: number }>(
      `SELECT count(*)::int AS trials, sum(energy_mj) AS mj FROM measurement WHERE verdict = 'accepted'`,
    );
    const [read] = await queryFiles(
      `SELECT count(*) AS trials, sum(energy_mj) AS mj, min(committed_at) AS first FROM '${fileOf('trials', 'parquet')}'`,
    );
    expect(read!['trials']).toBe(BigInt(sum!.trials));
    expect(read!['mj']).toBeCloseTo(sum!.mj, 6);
    const [first] = await stored<{ at: Date }>(
      `SELECT min(committed_at) AS at FROM measurement WHERE verdict = 'accepted'`,
    );
    expect(read!['first']).toEqual(first!.at);
    const [row] = readWithPython('jsonl', fileOf('trials', 'jsonl'));
    expect(row).toMatchObject({ campaign: NAME, simulated: true, device: 'nano', counts: true, repetition: 1 });
    expect(row).toMatchObject({ sensor_layout: 'iio', sampling_mode: 'cycle', graph_mode: 'dynamic' });
    expect(row!['board_id']).toMatch(/^[0-9a-f]{12}$/);
    expect(readWithPython('csv', fileOf('trials', 'csv'))[0]!['campaign']).toBe(`'${NAME}`);
  });

  it('have the tail of batch times as the workload reports it', async () => {
    const [read] = await queryFiles(
      `SELECT count(*) FILTER (WHERE 0 < batch_p50_us AND batch_p50_us <= batch_p95_us AND batch_p95_us <= batch_p99_us
          AND batch_p99_us <= batch_max_us AND batch_mean_us <= batch_max_us) AS rising, count(*) AS trials
       FROM '${fileOf('trials', 'parquet')}'`,
    );
    expect(read!['rising']).toBe(read!['trials']);
  });

  it('have the energy of each phase, and the view of phases has their means', async () => {
    const [read] = await queryFiles(
      `SELECT count(*) FILTER (WHERE load_energy_mj > 0 AND abs(load_energy_mj - load_power_mw * load_duration_ms / 1000) < 1
          AND warmup_energy_mj > 0 AND warmup_duration_ms > 0) AS known, count(*) AS trials,
        avg(warmup_duration_ms) AS warmup FROM '${fileOf('trials', 'parquet')}'`,
    );
    expect(read!['known']).toBe(read!['trials']);
    const { cells } = (await lab.call('GET', `/v1/campaigns/${id}/phases`)).body as PhasesView;
    expect(cells.map(({ phases }) => phases.map(({ phase }) => phase))).toEqual(
      cells.map(() => ['load', 'warmup', 'inference']),
    );
    const meanMs = cells.reduce((sum, { phases }) => sum + phases[1]!.durationMs.estimate, 0) / cells.length;
    expect(meanMs).toBeCloseTo(read!['warmup'] as number, -2);
  });

  it('have clocks in Hz, beyond 32 bits of microseconds, and a governor where there is no clock', async () => {
    const clocks = await queryFiles(
      `SELECT DISTINCT gpu_frequency_hz AS hz, gpu_clock AS clock FROM '${fileOf('trials', 'parquet')}' ORDER BY hz`,
    );
    expect(clocks).toEqual([
      { hz: 460_800_000n, clock: 'pinned' },
      { hz: 921_600_000n, clock: 'pinned' },
      { hz: null, clock: 'dvfs' },
    ]);
  });

  it('have what does not count, with its reason', async () => {
    const attempts = readWithPython('csv', fileOf('attempts', 'csv'));
    const trials = readWithPython('csv', fileOf('trials', 'csv'));
    expect(attempts).toHaveLength(trials.length + 1);
    const rejected = attempts.find((row) => row['verdict'] === 'rejected');
    expect(rejected).toMatchObject({ attempt: '9', counts: 'false', rejected_by: 'gaps', reason: 'gaps: @a, "gap"\n' });
    expect(rejected).toMatchObject({ energy_mj: '', sensor_layout: '', position: '2' });
  });

  it('have every sample of every rail, in the phase of its time', async () => {
    const [sum] = await stored<{ n: number; first: string; last: string }>(
      `SELECT sum(samples * cardinality(rails))::int AS n, min(first_t_us) AS first, max(last_t_us) AS last FROM trace_chunk`,
    );
    const traces = fileOf('traces', 'parquet');
    const [read] = await queryFiles(`SELECT count(*) AS n, min(t_us) AS first, max(t_us) AS last FROM '${traces}'`);
    expect(read).toEqual({ n: BigInt(sum!.n), first: BigInt(sum!.first), last: BigInt(sum!.last) });
    const phases = await queryFiles(`SELECT DISTINCT phase FROM '${traces}' WHERE phase IS NOT NULL ORDER BY phase`);
    expect(phases.map(({ phase }) => phase)).toEqual(['idle_after', 'idle_before', 'inference', 'load', 'warmup']);
  });

  it('compare as the report does', async () => {
    const [row] = readWithPython('jsonl', fileOf('campaign', 'jsonl'));
    const { body } = await lab.call('GET', `/v1/campaigns/${id}/report`);
    const { rows } = body as { rows: { optimum: { cellKey: string }; savingPct: { estimate: number } }[] };
    expect(row).toMatchObject({ optimum_cell_key: rows[0]!.optimum.cellKey, saving_pct: rows[0]!.savingPct.estimate });
    const cells = readWithPython('jsonl', fileOf('cells', 'jsonl'));
    expect(cells.filter((cell) => cell['is_optimum'])).toHaveLength(1);
    expect(cells.filter((cell) => cell['is_baseline'])).toHaveLength(1);
  });

  it('write no file over another, unless they are asked to', async () => {
    writeFileSync(join(lab.folder, 'kept.csv'), 'mine');
    expect(await cli(id, '--out', 'kept.csv')).toMatchObject({ exitCode: 2, err: expect.stringContaining('--force') });
    expect(readFileSync(join(lab.folder, 'kept.csv'), 'utf8')).toBe('mine');
    expect(await cli(id, '--out', 'kept.csv', '--force')).toMatchObject({ exitCode: 0 });
    for (const name of ['trials.xlsx', 'trials.json', 'trials.csv.gz']) {
      const none = expect.stringContaining('none of .parquet, .csv, .jsonl') as string;
      expect(await cli(id, '--out', name)).toMatchObject({ exitCode: 2, err: none });
      expect(existsSync(join(lab.folder, name))).toBe(false);
    }
    expect(await cli(id, '--out', 'trials.txt', '--format', 'csv')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(lab.folder, 'kept.csv'))).toEqual(readFileSync(fileOf('trials', 'csv')));
    expect((await cli(id, '--format', 'csv')).out).toBe(readFileSync(fileOf('trials', 'csv'), 'utf8'));
  });

  it('are cut off where they fail, and leave no file', async () => {
    await stored(`UPDATE trace_chunk SET data = 'broken' WHERE trial_id = (SELECT id FROM trial WHERE position = 3)`);
    const failed = await cli(id, '--level', 'traces', '--out', 'cut.jsonl');
    expect(failed).toMatchObject({ exitCode: 4, err: expect.stringContaining('did not come whole') });
    expect(existsSync(join(lab.folder, 'cut.jsonl'))).toBe(false);
    expect(readdirSync(lab.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('are for those who may see the campaign', async () => {
    const ada = await lab.as('ada', 'researcher');
    const { status, body } = await ada('GET', exportPath(id, { level: 'trials', format: 'csv' }));
    expect([status, body]).toMatchObject([404, { code: 'campaign_unknown' }]);
    expect((await lab.call('GET', `/v1/campaigns/${id}/export?level=all&format=csv`)).status).toBe(422);
  });
});

describe('exports beyond the limit', () => {
  it('are refused for a while', async () => {
    const lab = await startLab({ twins: [], controller: { exports: { perUser: 0 } } });
    const database = openDatabase(lab.databaseUrl, { maxConnections: 1 });
    try {
      const id = await seedCampaign(database, (await seedDevice(database)).id, 1);
      const { status, body } = await lab.call('GET', exportPath(id, { level: 'trials', format: 'csv' }));
      expect([status, body]).toMatchObject([429, { code: 'too_many_exports', transient: true }]);
    } finally {
      await database.close();
      await lab.stop();
    }
  });
});
