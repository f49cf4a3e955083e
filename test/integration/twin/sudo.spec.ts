import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sudoersRule } from '@joulefleet/remote';
import { startBench, type Bench } from './login';
import { AGENT, openSession, shardOf, startAndFollow } from './session';
import { until } from '../../testkit/until';

const POLICY = 'sys/devices/system/cpu/cpufreq/policy0';

describe('the agent through sudo', () => {
  let bench: Bench;
  const put = (path: string, content: Buffer | string): void => {
    mkdirSync(dirname(join(bench.twin.root, path)), { recursive: true });
    writeFileSync(join(bench.twin.root, path), content);
  };
  const { rule, file } = sudoersRule({ user: 'jetson', agent: AGENT });
  const installed = /\/usr\/local\/lib\/\S+/.exec(rule)![0];

  beforeAll(async () => (bench = await startBench({ privilege: 'sudo' })));
  afterAll(() => bench.stop());

  it('is refused without a rule, and leaves the agent there to be installed', async () => {
    await expect(openSession(bench, 'sudo')).rejects.toMatchObject({
      code: 'sudo_refused',
      origin: 'operator',
      remedy: expect.stringContaining('joulefleet device sudoers') as string,
    });
    expect(readFileSync(join(bench.twin.home, AGENT.remotePath))).toEqual(AGENT.content);
  });

  it('without it may write nothing, and says so', async () => {
    const { session, close } = await openSession(bench);
    const evidence = await session.preflight();
    expect(evidence).toMatchObject({ privileged: false, facts: { canSetClocks: false } });
    expect(evidence.clocks.map(({ error }) => error)).toEqual(
      evidence.clocks.map(() => 'writing it: Permission denied'),
    );
    await expect(session.reboot(false)).rejects.toMatchObject({ code: 'reboot_refused', origin: 'operator' });
    expect((await bench.run('$JOULEFLEET_ROOT/usr/sbin/nvpmodel -m 1')).stderr).toMatch(/13/);
    close();
  });

  it('is asked for when the rule is there and the agent is not', async () => {
    put(file, `${rule}\n`);
    await expect(openSession(bench, 'sudo')).rejects.toMatchObject({ code: 'agent_not_installed' });
  });

  it('is refused when what is installed is another one', async () => {
    put(installed, Buffer.concat([Buffer.from('#!/usr/bin/python3\n'), AGENT.content]));
    await expect(openSession(bench, 'sudo')).rejects.toMatchObject({ code: 'agent_outdated', origin: 'operator' });
  });

  it('sets clocks, measures, and puts all back', async () => {
    put(installed, AGENT.content);
    const { governor, min, max } = bench.twin.board.cpu[0]!;
    const { session, close } = await openSession(bench, 'sudo');
    expect(await session.preflight()).toMatchObject({ privileged: true, restored: { verified: true } });
    const followed = await startAndFollow(session, shardOf(1));
    await until(() => followed.reason !== null);
    expect(followed).toMatchObject({ reason: 'completed', trials: ['t1 measured'] });
    expect(bench.twin.board.cpu[0]).toMatchObject({ governor, min, max });
    close();
  });

  it('lets the user run nothing else', async () => {
    const ofPython = ['-I ARCHIVE serve --more', '-I ARCHIVE', 'ARCHIVE serve', '-I -c pass'];
    const lines = ofPython.map((words) => `/usr/bin/python3 ${words.replace('ARCHIVE', installed)}`);
    for (const line of ['sh -c id', ...lines]) {
      expect(await bench.run(`sudo -n -H ${line}`)).toMatchObject({
        code: 1,
        stderr: 'sudo: a password is required\n',
      });
    }
    expect((await bench.run('sudo id')).stderr).toMatch(/terminal is required/);
  });

  it('outlives a reboot, as what lies on a disk does', async () => {
    await bench.twin.reboot();
    const { session, close } = await openSession(bench, 'sudo');
    expect((await session.facts()).canSetClocks).toBe(true);
    expect(readFileSync(join(bench.twin.root, POLICY, 'scaling_governor'), 'utf8')).toBe('schedutil\n');
    close();
    rmSync(join(bench.twin.root, file));
    await expect(openSession(bench, 'sudo')).rejects.toMatchObject({ code: 'sudo_refused' });
  });
});

describe('a board without sudo', () => {
  it('is reported as such', async () => {
    const bench = await startBench({ privilege: 'none' });
    await expect(openSession(bench, 'sudo')).rejects.toMatchObject({
      code: 'sudo_missing',
      remedy: expect.stringContaining('joulefleet device sudoers') as string,
    });
    await bench.stop();
  });
});
