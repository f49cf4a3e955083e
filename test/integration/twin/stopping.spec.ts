import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { login } from './login';
import { openSession, shardOf, startAndFollow, withSession } from './session';
import { until } from '../../testkit/until';

describe('pausing a shard over SSH', () => {
  it('measures the trial in hand and no other, and restores', async () => {
    await withSession({ timeScale: 100 }, async (session, bench) => {
      const { governor, min, max } = bench.twin.board.cpu[0]!;
      const followed = await startAndFollow(session, shardOf(3, 2_000));
      await until(() => followed.phases.includes('t1 measuring'));
      expect(await session.pause('shard-1', 1)).toEqual({ state: 'pausing' });
      await until(() => followed.reason !== null);
      expect(followed).toMatchObject({ reason: 'paused', trials: ['t1 measured'] });
      expect(await session.pause('shard-1', 1)).toEqual({ state: 'finished' });
      expect(bench.twin.board.cpu[0]).toMatchObject({ governor, min, max });
    });
  });
});

describe('rebooting a twin over SSH', () => {
  const bootIdOf = (root: string): string => readFileSync(join(root, 'proc/sys/kernel/random/boot_id'), 'utf8');

  it('cuts the connection and boots afresh', async () => {
    await withSession({}, async (session, bench) => {
      const { bootId } = await session.facts();
      expect(await session.reboot(false)).toEqual({ verified: true, differences: [] });
      await session.ended;
      await until(async () => {
        const again = await openSession(bench).catch(() => null);
        const facts = await again?.session.facts().catch(() => null);
        again?.close();
        return facts !== null && facts !== undefined && facts.bootId !== bootId;
      });
      bench.client = await login(bench.twin, bench.identity);
    });
  });

  it('is refused while a shard is executing, and ends it by force', async () => {
    await withSession({ timeScale: 20 }, async (session, bench) => {
      const bootId = bootIdOf(bench.twin.root);
      const followed = await startAndFollow(session, shardOf(1, 20_000));
      await until(() => followed.phases.includes('t1 measuring'));
      await expect(session.reboot(false)).rejects.toMatchObject({ code: 'executor_alive' });
      expect(bootIdOf(bench.twin.root)).toBe(bootId);
      expect(await session.reboot(true)).toEqual({ verified: true, differences: [] });
      await session.ended;
      await until(() => bench.twin.board.nowUs > 0 && bootIdOf(bench.twin.root) !== bootId);
      const again = await openSession(bench);
      expect(await again.session.status()).toMatchObject({ executor: null, spools: [{ shardId: 'shard-1' }] });
      expect(await again.session.restore()).toMatchObject({ restored: false });
      again.close();
    });
  });
});
