import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { campaignJsonSchema } from '@joulefleet/contracts';
import { captureIo, ControllerDouble } from '../../fixtures/controller-double';
import { sampleCampaign } from '../../fixtures/sample-views';
import { runCli } from '../../run-cli';

const { id: ID } = sampleCampaign();
const ROOT = join(__dirname, '../../../../..');
const SOURCE = 'name: three boards\nworkloads: [alexnet]\n';

describe('campaign init, schema, validate, clone', () => {
  let controller: ControllerDouble;
  let folder: string;

  beforeEach(async () => {
    controller = new ControllerDouble();
    await controller.start();
    controller.answer('GET /v1/campaigns', { campaigns: [sampleCampaign()], nextCursor: null });
    controller.answer(`GET /v1/campaigns/${ID}/file`, { id: ID, name: 'three boards', source: SOURCE });
    folder = mkdtempSync(join(tmpdir(), 'jf-files-'));
  });
  afterEach(() => controller.dispose());

  async function cli(...args: string[]) {
    const captured = captureIo(controller.home);
    // The examples are those of the product.
    const io = { ...captured, environment: { ...captured.environment, rootFolder: ROOT } };
    const exitCode = await runCli(args, io);
    return { exitCode, out: io.out(), err: io.err() };
  }

  it('lists what there is to start from, and writes a file that validates', async () => {
    const kinds = (JSON.parse((await cli('campaign', 'init', '--json')).out) as { kinds: string[] }).kinds;
    expect(kinds).toEqual([
      'first-look',
      'batch-effect',
      'full-sweep',
      'governors',
      'nightly',
      'own-command',
      'runtime',
      'search',
      'study',
    ]);
    expect((await cli('campaign', 'init')).out).toMatch(/^full-sweep {4}A full sweep of one model/m);
    for (const kind of kinds) {
      const output = join(folder, `${kind}.yaml`);
      expect(await cli('campaign', 'init', kind, '--output', output)).toMatchObject({ exitCode: 0, err: '' });
      expect(readFileSync(output, 'utf8')).toMatch(/^# /);
      expect(await cli('campaign', 'validate', output)).toMatchObject({ exitCode: 0, err: '' });
    }
    expect(controller.received).toEqual([]);
  });

  it('never writes over a file, and names the kind that was meant', async () => {
    const output = join(folder, 'mine.yaml');
    writeFileSync(output, 'mine');
    for (const args of [
      ['init', 'nightly'],
      ['clone', ID],
    ]) {
      const refused = await cli('campaign', ...args, '--output', output);
      expect(refused).toMatchObject({ exitCode: 2, err: expect.stringContaining('exists already') as string });
    }
    expect(readFileSync(output, 'utf8')).toBe('mine');
    expect((await cli('campaign', 'init', 'nightlly')).err).toContain('did you mean nightly?');
  });

  it('prints the schema, and the file of a campaign', async () => {
    expect(JSON.parse((await cli('campaign', 'schema')).out)).toEqual(JSON.parse(JSON.stringify(campaignJsonSchema())));
    expect((await cli('campaign', 'clone')).out).toBe(SOURCE);
    const output = join(folder, 'again.yaml');
    expect((await cli('campaign', 'clone', ID, '--output', output)).exitCode).toBe(0);
    expect(readFileSync(output, 'utf8')).toBe(SOURCE);
  });

  it('validates with every error at once', async () => {
    const file = join(folder, 'wrong.yaml');
    writeFileSync(file, 'name: x\nworkloads: [alxnet]\nsede: 1\n');
    const { exitCode, err } = await cli('campaign', 'validate', file);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/:2:13[^]*:3:1/);
  });
});
