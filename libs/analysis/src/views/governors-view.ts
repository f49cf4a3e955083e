import type { GovernorEffectView, GovernedClock } from '@joulefleet/contracts';
import { governorEffect, type ComparisonRow, type GovernorEffect } from '@joulefleet/core';
import { clocksByCell } from './clocks-by-cell';

const MAX_EFFECTS = 300;

interface Governors {
  effects: GovernorEffectView[];
  leftOut: { effects: number };
  notes: string[];
}

/** Governors against one another, with where they held the clocks, which is asked for where there are any. */
export async function governorsOf(
  rows: readonly ComparisonRow[],
  readClocks: () => Promise<readonly GovernedClock[]>,
): Promise<Governors> {
  const all = rows.flatMap((row) => governorEffect(row) ?? []);
  const effects = all.slice(0, MAX_EFFECTS);
  const clocksOf = clocksByCell(effects.length === 0 ? [] : await readClocks());
  return {
    effects: effects.map((effect) => withClocks(effect, clocksOf)),
    leftOut: { effects: all.length - effects.length },
    notes: rows.length > 0 && all.length === 0 ? [noneNote(rows)] : [],
  };
}

function withClocks(effect: GovernorEffect, clocksOf: ReturnType<typeof clocksByCell>): GovernorEffectView {
  const points = effect.points.map((point) => ({
    ...point,
    clocks: clocksOf(effect.device, point.cellKey).map(({ clock, policy, method, topHz, topSharePct, shares }) => ({
      clock,
      policy,
      method,
      topHz,
      topSharePct,
      shares,
    })),
  }));
  return { ...effect, points };
}

function noneNote(rows: readonly ComparisonRow[]): string {
  if (rows.every(({ dvfs }) => dvfs === null)) {
    return 'no cell leaves the clocks to the governors: baseline: stock in the campaign file measures the device as it is';
  }
  return 'each device was measured under one setting of its governors: factors: { cpuGovernor: all, gpuGovernor: all } in the campaign file measures the others';
}
