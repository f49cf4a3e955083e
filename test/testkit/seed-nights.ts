import { derivedRandom, normalDeviate } from '@joulefleet/core';
import type { Database } from '@joulefleet/store';
import { seedDevice } from './seed-campaign';
import { seedResults, type SeededCell } from './seed-results';

/** Nights that were measured, and the first of them in which a cell draws 4 % more and another version is under test. */
export const NIGHTS = 40;
export const CHANGED_IN = 30;
export const GPU_MHZ: readonly number[] = [307.2, 460.8, 614.4, 768, 921.6];
const CHANGED_MHZ = 614.4;
const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse('2026-03-01T21:00:00Z');

/** The schedule `nightly` of the first user with its nights on the device `nano-1`; always the same ones. */
export async function seedNights(database: Database): Promise<void> {
  const { id } = await seedDevice(database, 'nano-1');
  await database.pool.query(`UPDATE device SET availability = 'maintenance'`);
  await database.pool.query(
    `INSERT INTO schedule (id, name, owner_id, source, cron, zone, overlap, priority, decided_until)
     SELECT '00000000-0000-7000-8000-000000000001', 'nightly', id, 'name: x', '0 22 * * *', 'Europe/Berlin', 'skip', 0, now() FROM account LIMIT 1`,
  );
  const random = derivedRandom(9, 'nights');
  for (let night = 0; night < NIGHTS; night++) {
    const campaign = await seedResults(database, [{ id, gain: noise(random, 0.006) }], cellsOf(night, random));
    await database.pool.query(
      `INSERT INTO schedule_tick (schedule_id, tick, last_tick, count, campaign_id, under_test, ended_at, end_reason)
       SELECT id, $2, $2, 1, $1, $3, now(), 'completed' FROM schedule`,
      [campaign, nightAt(night), night < CHANGED_IN ? 'v1' : 'v2'],
    );
  }
}

export function nightAt(night: number): Date {
  return new Date(FIRST_MS + night * DAY_MS);
}

const noise = (random: () => number, sd: number): number => Math.exp(sd * normalDeviate(random));

function cellsOf(night: number, random: () => number): SeededCell[] {
  return GPU_MHZ.map((gpuMhz) => ({
    levels: { gpuHz: gpuMhz * 1e6, cpuKhz: 1_479_000 },
    powerMw: 5_000 * noise(random, 0.004) * (gpuMhz === CHANGED_MHZ && night >= CHANGED_IN ? 1.04 : 1),
    durationMs: 40_000 * noise(random, 0.002),
  }));
}
