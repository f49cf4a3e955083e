import { clockSweeps, formatFrequency, type ClockSweep, type ComparisonRow, type NoSweep } from '@joulefleet/core';
import type { SweepQuery } from '@joulefleet/contracts';
import { describeRow } from './notes';

/** Points of all sweeps together: a megabyte of JSON. */
const MAX_POINTS = 2_000;

interface Sweeps {
  sweeps: ClockSweep[];
  leftOut: { sweeps: number };
  notes: string[];
}

/** The sweeps of some rows, and of which rows there is none; pure. */
export function sweepsOf(rows: readonly ComparisonRow[], { axis, at, heldHz }: SweepQuery): Sweeps {
  const sweeps: ClockSweep[] = [];
  const notes: string[] = [];
  let [room, leftOut] = [MAX_POINTS, 0];
  for (const row of rows) {
    const found = clockSweeps(row, axis, heldHz ?? at);
    if (!Array.isArray(found)) {
      notes.push(noSweepNote(found, axis));
      continue;
    }
    for (const sweep of found) {
      if (sweep.points.length > room) leftOut++;
      else sweeps.push(sweep);
      room -= sweep.points.length;
    }
  }
  return { sweeps, leftOut: { sweeps: leftOut }, notes };
}

function noSweepNote(found: NoSweep, axis: SweepQuery['axis']): string {
  const [own, other] = axis === 'gpu' ? ['GPU', 'CPU'] : ['CPU', 'GPU'];
  const held = found.heldHz.map((clock) => (typeof clock === 'number' ? formatFrequency(clock) : 'DVFS'));
  const factors = `factors: { ${axis}Frequency: all } in the campaign file measures it`;
  if (found.heldHz.length === 0) return `${describeRow(found)}: no cell has its ${own} clock pinned; ${factors}`;
  const what = found.reason === 'short' ? `fewer than two ${own} clocks` : `no ${own} clock`;
  return `${describeRow(found)}: ${what} with the ${other} held there; the ${other} was held at ${held.join(', ')}: name one of them with --at, or ${factors}`;
}
