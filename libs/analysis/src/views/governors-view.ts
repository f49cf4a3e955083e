import type { GovernorEffectView, GovernedClock } from '@joulefleet/contracts';
import { governorEffect, type ComparisonRow, type GovernorEffect } from '@joulefleet/core';
import type { Database } from '@joulefleet/store';
import { governedClocks } from '../governed-clocks';

const MAX_EFFECTS = 300;
/** Clocks that are looked for among those of the campaign's governed cells. */
const MAX_CLOCKS = 5_000;

interface Governors {
  effects: GovernorEffectView[];
  leftOut: { effects: number };
  notes: string[];
}

/** Governors against one another, with where they held the clocks. */
export async function governorsOf(
  database: Database,
  campaignId: string,
  rows: readonly ComparisonRow[],
  device: string | null,
): Promise<Governors> {
  const all = rows.flatMap((row) => governorEffect(row) ?? []);
  const effects = all.slice(0, MAX_EFFECTS);
  const { clocks } =
    effects.length === 0 ? { clocks: [] } : await governedClocks(database, campaignId, device, MAX_CLOCKS);
  const byCell = new Map<string, GovernedClock[]>();
  for (const clock of clocks) byCell.set(cellOf(clock), [...(byCell.get(cellOf(clock)) ?? []), clock]);
  return {
    effects: effects.map((effect) => withClocks(effect, byCell)),
    leftOut: { effects: all.length - effects.length },
    notes: rows.length > 0 && all.length === 0 ? [noneNote(rows)] : [],
  };
}

function withClocks(effect: GovernorEffect, clocks: ReadonlyMap<string, GovernedClock[]>): GovernorEffectView {
  const points = effect.points.map((point) => ({
    ...point,
    clocks: (clocks.get(cellOf({ device: effect.device, cellKey: point.cellKey })) ?? []).map(
      ({ clock, policy, method, topHz, topSharePct, shares }) => ({
        clock,
        policy,
        method,
        topHz,
        topSharePct,
        shares,
      }),
    ),
  }));
  return { ...effect, points };
}

function cellOf({ device, cellKey }: { device: string; cellKey: string }): string {
  return `${device} ${cellKey}`;
}

function noneNote(rows: readonly ComparisonRow[]): string {
  if (rows.every(({ dvfs }) => dvfs === null)) {
    return 'no cell leaves the clocks to the governors: baseline: stock in the campaign file measures the device as it is';
  }
  return 'each device was measured under one setting of its governors: factors: { cpuGovernor: all, gpuGovernor: all } in the campaign file measures the others';
}
