import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordCrc, type ShardSpec } from '@joulefleet/contracts';
import { openAgent, packAgent, type OpenAgent } from '@joulefleet/remote';
import { OpenSshBoard } from '../../testkit/openssh/openssh-board';
import { endIn, followUntil, outcomesIn, shardOf } from './follow-shard';

const agent = packAgent(resolve('agent'));
const COMPLETED = { reason: 'completed', restored: { verified: true, differences: [] }, error: null };

describe('the agent under Debian’s sshd', () => {
  let board: OpenSshBoard;
  let opened: OpenAgent[];

  beforeAll(async () => {
    board = await OpenSshBoard.start();
  }, 200_000);
  afterAll(() => board.stop());
  beforeEach(() => (opened = []));
  afterEach(() => opened.forEach((each) => each.close()));

  async function open(): Promise<OpenAgent> {
    const each = await openAgent(await board.target(), agent);
    opened.push(each);
    return each;
  }

  /** Waits until the device, left alone, has executed the whole shard. */
  async function untilDone({ shardId, trials }: ShardSpec): Promise<void> {
    const progressFile = join(board.home, '.joulefleet/state/progress.json');
    for (let i = 0; i < 200; i++) {
      const progress = JSON.parse(readFileSync(progressFile, 'utf8')) as Record<string, unknown>;
      if (progress.shardId === shardId && progress.done === trials.length && progress.phase === 'ended') return;
      await sleep(50);
    }
    throw new Error(`the executor did not go on: ${readFileSync(progressFile, 'utf8')}`);
  }

  it('is uploaded by its hash, and says what board it is on', async () => {
    const { session } = await open();
    const content = readFileSync(join(board.home, agent.remotePath));
    expect(createHash('sha256').update(content).digest('hex')).toBe(agent.sha256);
    expect(await session.hello()).toMatchObject({ protocol: 1, root: board.root, simulated: true });
    const facts = await session.facts();
    expect(facts).toMatchObject({ simulated: true, canSetClocks: true, missing: [] });
    expect(facts.model).toMatch(/Jetson Nano/);
  });

  it('measures a shard to its end, and every record arrives whole and once', async () => {
    const { session } = await open();
    const shard = shardOf('whole', 2);
    expect(await session.start(shard)).toMatchObject({ state: 'started' });
    const records = await followUntil(session, shard, 0, ({ kind }) => kind === 'shard_end');
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, i) => i + 1));
    expect(records.map(({ crc }) => crc)).toEqual(records.map(recordCrc));
    expect(outcomesIn(records)).toEqual(['measured', 'measured']);
    expect(records.filter(({ kind }) => kind === 'trace').length).toBeGreaterThanOrEqual(2);
    expect(endIn(records)).toEqual(COMPLETED);
  });

  it('goes on when the connection is killed in mid-shard, and is followed again to the end', async () => {
    const { session } = await open();
    const shard = shardOf('cut', 4);
    await session.start(shard);
    const before = await followUntil(session, shard, 0, ({ kind }) => kind === 'trial');
    board.sshd.signalConnections('SIGKILL');
    expect(await session.ended).toMatchObject({ code: null });
    await expect(session.ping()).rejects.toMatchObject({ code: 'connection_lost', origin: 'network', transient: true });
    expect(endIn(before)).toBeNull();
    await untilDone(shard);

    const again = await open();
    expect(await again.session.start(shard)).toMatchObject({ state: 'finished' });
    const after = await followUntil(again.session, shard, before.at(-1)!.seq, ({ kind }) => kind === 'shard_end');
    const records = [...before, ...after];
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, i) => i + 1));
    expect(outcomesIn(records)).toEqual(shard.trials.map(() => 'measured'));
    expect(endIn(after)).toEqual(COMPLETED);
  });

  it('goes on when its channel is closed', async () => {
    const { session } = await open();
    const shard = shardOf('closed', 2);
    await session.start(shard);
    session.end();
    expect(await session.ended).toMatchObject({ code: 0 });
    await untilDone(shard);
  });

  it('needs one session at a time, the upload included, and says when sshd grants none', async () => {
    rmSync(join(board.home, agent.remotePath));
    await board.serve(['MaxSessions 1']);
    const { session } = await open();
    expect(await session.ping()).toBeDefined();
    await board.serve(['MaxSessions 0']);
    await expect(open()).rejects.toMatchObject({ code: 'channel_refused', origin: 'device', transient: true });
    await board.serve();
  });

  it('is not waited for when it hangs: sshd closes no session while its process lives', async () => {
    const { session } = await open();
    const { pid } = await session.hello();
    process.kill(pid, 'SIGSTOP');
    const ping = session.ping();
    session.end();
    try {
      expect(await Promise.race([session.ended, sleep(20_000, 'it is waited for')])).toMatchObject({ code: null });
      await expect(ping).rejects.toMatchObject({ code: 'connection_lost' });
    } finally {
      process.kill(pid, 'SIGKILL');
    }
  }, 40_000);

  it('is not disturbed by banners of sshd and of the login shell', async () => {
    const [banner, bashrc] = [board.at('banner'), join(board.home, '.bashrc')];
    writeFileSync(banner, 'Authorised use only\n@jf {"id":1,"ok":true,"result":{}}\n');
    writeFileSync(bashrc, 'echo "Welcome to Jetson"; printf "no line end, and on stderr: " >&2; printf "42% full"\n');
    rmSync(join(board.home, agent.remotePath));
    await board.serve([`Banner ${banner}`]);
    const { session } = await open();
    expect((await session.facts()).model).toMatch(/Jetson Nano/);
    session.end();
    expect((await session.ended).strayLines).toContain('Welcome to Jetson');
    rmSync(bashrc);
    await board.serve();
  });
});
