import { appliedPoint, clockResidency, type GovernedClock } from '@joulefleet/contracts';
import {
  factorLevels,
  optionsOf,
  residencyLevels,
  ResidencySums,
  type ResidencySum,
  type TrialResidency,
} from '@joulefleet/core';
import { readGovernedTrials, type Database, type GovernedTrialRow } from '@joulefleet/store';

const HZ_PER_KHZ = 1000;

/** Where clocks that are left to a governor were over the accepted trials of each cell; the first `most`, and how many are left out. */
export async function governedClocks(
  database: Database,
  campaignId: string,
  device: string | null,
  most: number,
): Promise<{ clocks: GovernedClock[]; leftOut: number }> {
  const cells = new Map<string, { row: GovernedTrialRow; sums: ResidencySums }>();
  await readGovernedTrials(database, campaignId, device, (rows) => {
    for (const row of rows) {
      const key = `${row.device} ${row.cellKey}`;
      const cell = cells.get(key) ?? { row, sums: new ResidencySums() };
      cells.set(key, cell);
      addTrial(cell.sums, row);
    }
  });
  const all = [...cells.values()].flatMap(({ row, sums }) => sums.sums().map((sum) => viewOf(row, sum)));
  return { clocks: all.slice(0, most), leftOut: Math.max(0, all.length - most) };
}

function addTrial(sums: ResidencySums, row: GovernedTrialRow): void {
  const residency = clockResidency.safeParse(row.residency);
  const before = appliedPoint.safeParse(row.before);
  if (!residency.success || !before.success) return;
  const limits: TrialResidency['limits'] = {
    cpu: before.data.cpu.map(({ policy, maxKhz }) => ({ policy, max: maxKhz })),
    gpu: before.data.gpu?.maxHz ?? null,
  };
  const levels = factorLevels(row.levels);
  const left = { cpu: typeof levels.cpuKhz === 'string', gpu: typeof levels.gpuHz === 'string' };
  sums.add({ residency: residencyLevels(residency.data), limits }, left);
}

function viewOf({ device, cellKey, workload, graphMode, levels }: GovernedTrialRow, sum: ResidencySum): GovernedClock {
  const { domain, policy, method, trials, topLevel, topSharePct, shares } = sum;
  const toHz = domain === 'cpu' ? HZ_PER_KHZ : 1;
  const all = factorLevels(levels);
  return {
    ...{ device, cellKey, workload, graphMode, batchSize: all.batchSize, options: optionsOf(all), levels: all },
    ...{ clock: domain, policy, method, trials, topHz: topLevel * toHz, topSharePct },
    shares: shares.map(({ level, sharePct }) => ({ hz: level * toHz, sharePct })),
  };
}
