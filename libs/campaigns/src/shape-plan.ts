import type { Cell } from '@joulefleet/core';
import { sentinelTrialsOn, type CampaignPlan } from './plan-campaign';

/** What a caller decides about a plan beyond its file. */
export interface PlanShape {
  /** Only cells of which this is true are measured, on the devices of which it is. */
  keeps?: (cell: Cell, device: string) => boolean;
  /** Within each block cells of the lowest rank come first. */
  rankOf?: (cell: Cell, device: string) => number;
}

/** A plan without the cells that are not kept, nor devices that have none then. */
export function narrowPlan(plan: CampaignPlan, keeps: NonNullable<PlanShape['keeps']>): CampaignPlan {
  const kept = plan.devices.map((device) => ({
    ...device,
    cells: device.cells.filter((index) => keeps(plan.cells[index]!, device.name)),
  }));
  const devices = kept.filter(({ cells }) => cells.length > 0);
  const used = [
    ...new Set(devices.flatMap(({ cells, sentinel }) => [...cells, ...(sentinel === null ? [] : [sentinel])])),
  ];
  used.sort((a, b) => a - b);
  const placeOf = new Map(used.map((index, place) => [index, place]));
  const cellsOf = new Map(devices.map(({ name, cells }) => [name, cells.length]));
  const views = plan.view.devices
    .filter(({ device }) => cellsOf.has(device))
    .map((view) => {
      const cells = cellsOf.get(view.device)!;
      return { ...view, cells, trials: cells * plan.spec.repetitions + sentinelTrialsOn(plan.spec, cells) };
    });
  const sum = (of: (view: (typeof views)[number]) => number): number =>
    views.reduce((total, view) => total + of(view), 0);
  return {
    ...plan,
    cells: used.map((index) => plan.cells[index]!),
    devices: devices.map((device) => ({
      ...device,
      cells: device.cells.map((index) => placeOf.get(index)!),
      sentinel: device.sentinel === null ? null : placeOf.get(device.sentinel)!,
    })),
    selected: plan.selected.filter(({ name }) => cellsOf.has(name)),
    view: { ...plan.view, devices: views, cells: sum(({ cells }) => cells), trials: sum(({ trials }) => trials) },
  };
}
