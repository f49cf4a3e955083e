import type { CampaignPlan } from '@joulefleet/campaigns';
import { likelyExecutions, siblingsOf, type SiblingDevice } from '@joulefleet/core';
import type { Rematch } from '@joulefleet/store';
import { ledgerOf, type ChosenRematch } from './choose-rematches';
import type { JudgedNights } from './judge-schedule';
import { cellOn, type NightCells } from './night-cell';

/** What a campaign would measure, and the devices that there are. */
export interface SiblingChoice {
  plan: Pick<CampaignPlan, 'cells' | 'devices'>;
  devices: readonly SiblingDevice[];
  cells: NightCells;
}

/**
 * Has what is measured again measured on a sibling as well: a free device of the class that measures the same cells. The most certain come first, as long
 * as the share of executions is likely to cover the test beside those of the devices themselves. What several devices show already needs no sibling.
 */
export function addSiblings(chosen: readonly ChosenRematch[], judged: JudgedNights, choice: SiblingChoice): Rematch[] {
  const ledger = ledgerOf(judged);
  for (const { rematch } of chosen) ledger.spend(likelyExecutions(rematch));
  const taken = new Map<string, number>();
  return chosen.map(({ rematch, score }) => {
    const sibling = ledger.covers(score, likelyExecutions(rematch)) ? siblingOf(rematch, choice, taken) : null;
    if (!sibling) return { ...rematch, sibling };
    ledger.spend(likelyExecutions(rematch));
    taken.set(sibling.device, (taken.get(sibling.device) ?? 0) + 1);
    return { ...rematch, sibling };
  });
}

function siblingOf(
  { members }: Rematch,
  choice: SiblingChoice,
  taken: ReadonlyMap<string, number>,
): Rematch['sibling'] {
  const [own, ...others] = new Set(members.map(({ device }) => device));
  if (own === undefined || others.length > 0) return null;
  for (const { name } of siblingsOf(own, choice.devices, taken)) {
    const planned = cellsPlannedOn(name, choice);
    const same = members.map((member) => ({ device: name, cell: cellOn(name, member) }));
    if (same.every(({ cell }) => planned.has(cell))) return { device: name, members: same };
  }
  return null;
}

/** Names of its cells, as nights know them. */
function cellsPlannedOn(device: string, { plan, cells }: SiblingChoice): Set<string> {
  const own = plan.devices.find(({ name }) => name === device);
  return new Set(own?.cells.map((index) => cells.plannedOn(device, plan.cells[index]!)));
}
