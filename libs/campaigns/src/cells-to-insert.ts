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

/** Devices that belong to a campaign without a trial: where it shares its cells out, one may take some over; a search gives them trials later. */
export function sharers({ spec, devices, searches }: CampaignPlan): string[] {
  if (searches) return devices.filter(({ cells }) => cells.length > 0).map(({ deviceId }) => deviceId);
  return spec.devicesPerCell === null ? [] : devices.map(({ deviceId }) => deviceId);
}
