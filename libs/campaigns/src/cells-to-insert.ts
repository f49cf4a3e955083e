import { factorLevels, type Cell } from '@joulefleet/core';
import type { CellToInsert } from '@joulefleet/store';
import type { CampaignPlan } from './plan-campaign';

/** Made as they are stored: 17,688 at once would hold up the event loop for 150 ms. */
export function* cellsToInsert({ cells, movable }: CampaignPlan): Generator<CellToInsert> {
  for (const cell of cells) yield { ...cellToInsert(cell), deviceIds: movable.get(cell.cellKey) };
}

function cellToInsert({ cellKey, deviceClass, levels }: Cell): CellToInsert {
  const { workload, command, graphMode, inferences } = levels;
  const work = { workload, command: command && [...command], graphMode, inferences };
  return { cellKey, deviceClass, ...work, levels: factorLevels(levels) };
}

/** Devices of a campaign that shares its cells out: one that has none may take some over. */
export function sharers({ spec, devices }: CampaignPlan): string[] {
  return spec.devicesPerCell === null ? [] : devices.map(({ deviceId }) => deviceId);
}
