import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NightChanges, NightList, NightView } from '@joulefleet/contracts';
import { derivedRandom, normalDeviate } from '@joulefleet/core';
import type { Database } from '@joulefleet/store';
import type { Lab } from './lab';
import { seedResults, type SeededCell } from './seed-results';
import { until } from './until';

const DAY_MS = 86_400_000;
const SCATTER = 0.004;

/** A folder of resolvers whose program `revision` prints the version that was set last. */
export interface VersionFolder {
  folder: string;
  set(version: string): void;
  remove(): void;
}

export function versionFolder(): VersionFolder {
  const folder = mkdtempSync(join(tmpdir(), 'jf-resolvers-'));
  const resolver = join(folder, 'revision');
  writeFileSync(resolver, `#!/bin/sh\ncat ${join(folder, 'version')}\n`);
  chmodSync(resolver, 0o700);
  return {
    folder,
    set: (version) => writeFileSync(join(folder, 'version'), version),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Nights of a schedule `nightly`, whose version under test is that of a folder. */
export function versionedNights(lab: () => Lab, versions: VersionFolder) {
  const list = async (): Promise<NightView[]> =>
    ((await lab().call('GET', '/v1/schedules/nightly/nights')).body as NightList).nights;
  return {
    list,
    changes: async (): Promise<NightChanges> =>
      (await lab().call('GET', '/v1/schedules/nightly/changes')).body as NightChanges,
    /** A night with this version, from its start to its end. */
    run: async (version: string, timeoutMs = 150_000): Promise<NightView> => {
      versions.set(version);
      const [before] = await list();
      expect((await lab().call('POST', '/v1/schedules/nightly/trigger')).status).toBe(200);
      const isOver = ([last]: NightView[]): boolean => last?.due.at !== before?.due.at && Boolean(last?.endedAt);
      await until(async () => isOver(await list()), { timeoutMs });
      return (await list())[0]!;
    },
  };
}

/** Nights of a device before the first real one of schedule `nightly`: like its campaign but for noise, with version v1. */
export async function seedNightsLike(
  database: Database,
  campaignId: string,
  { device, nights, trials = 3 }: { device: string; nights: number; trials?: number },
): Promise<void> {
  const { rows } = await database.pool.query<{ batch: number; powerMw: number; durationMs: number; id: string }>(
    `SELECT (c.levels->>'batchSize')::int AS batch, avg(m.mean_power_mw) AS "powerMw", avg(m.duration_ms) AS "durationMs", d.id
     FROM trial t JOIN measurement m ON m.trial_id = t.id JOIN cell c ON c.id = t.cell_id JOIN device d ON d.id = t.device_id
     WHERE t.campaign_id = $1 AND d.name = $2 GROUP BY 1, 4`,
    [campaignId, device],
  );
  const random = derivedRandom(3, 'nights');
  const noise = (): number => Math.exp(SCATTER * normalDeviate(random));
  for (let back = nights; back > 0; back--) {
    const cells = rows.map(({ batch, powerMw, durationMs }): SeededCell => ({
      ...{ workload: 'mine', inferences: 400 },
      ...{ powerMw: powerMw * noise(), durationMs: durationMs * noise() },
      levels: {
        ...{ gpuHz: 614_400_000, cpuKhz: 1_479_000, batchSize: batch, inferences: 400 },
        ...({ 'parameters.version': 'v1' } as object),
      },
    }));
    const seeded = await seedResults(database, [{ id: rows[0]!.id, gain: noise() }], cells, trials);
    await database.pool.query(
      `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, campaign_id, under_test, ended_at, end_reason)
       SELECT id, $2, $2, 1, $1, 'v1', now(), 'completed' FROM schedule`,
      [seeded, new Date(Date.now() - back * DAY_MS)],
    );
  }
}
