import type { SentinelView } from '@joulefleet/contracts';
import { factorLevels, optionsOf, sentinelDrift, type SentinelTrial } from '@joulefleet/core';
import { readSentinelTrials, type Database, type SentinelRow } from '@joulefleet/store';

/** How each device of a campaign, or one of them, moved by its sentinel cell. */
export async function sentinelsOf(
  database: Database,
  campaignId: string,
  device: string | null,
): Promise<SentinelView[]> {
  const cells = new Map<string, { of: SentinelRow; trials: SentinelTrial[] }>();
  await readSentinelTrials(database, campaignId, device, (rows) => {
    for (const row of rows) {
      const key = `${row.device} ${row.cellKey}`;
      const cell = cells.get(key) ?? { of: row, trials: [] };
      cells.set(key, cell);
      cell.trials.push({ energyMj: row.energyMj, atMs: row.atMs });
    }
  });
  return [...cells.values()].map(viewOf);
}

function viewOf({ of, trials }: { of: SentinelRow; trials: readonly SentinelTrial[] }): SentinelView {
  const { device, workload, graphMode, inferences } = of;
  const levels = factorLevels(of.levels);
  return {
    ...{ device, workload, graphMode, inferences, levels },
    ...{ batchSize: levels.batchSize, options: optionsOf(levels) },
    ...sentinelDrift(trials),
  };
}
