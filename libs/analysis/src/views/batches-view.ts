import type { BatchesQuery } from '@joulefleet/contracts';
import { batchEffects, formatFrequency, type BatchEffect, type ComparisonRow } from '@joulefleet/core';
import { describeRow } from './notes';

const MAX_EFFECTS = 200;

interface Batches {
  effects: BatchEffect[];
  leftOut: { effects: number };
  notes: string[];
}

/** The batch effects of some rows, and what they lack. Yields often. */
export function* batchesOf(rows: readonly ComparisonRow[], { gpuHz, cpuHz }: BatchesQuery): Generator<void, Batches> {
  const all = yield* batchEffects(rows, { gpuHz, cpuHz });
  const isGiven = gpuHz !== undefined || cpuHz !== undefined;
  const notes = all.flatMap((effect) => [
    ...(effect.baseline ? [] : [noBaselineNote(effect)]),
    ...(isGiven && effect.lines.every(({ at }) => at !== 'given') ? [noClocksNote(effect, { gpuHz, cpuHz })] : []),
  ]);
  if (rows.length > 0 && all.length === 0) {
    notes.push(
      'no workload has two batch sizes with all else equal: factors: { batchSize: [8, 16, 32, 64] } in the campaign file measures them',
    );
  }
  return { effects: all.slice(0, MAX_EFFECTS), leftOut: { effects: Math.max(0, all.length - MAX_EFFECTS) }, notes };
}

function noBaselineNote(effect: BatchEffect): string {
  return `${describeRow(effect)}: the governors were not measured at the least batch size, so there is no saving to quote; baseline: stock in the campaign file measures them`;
}

function noClocksNote(effect: BatchEffect, { gpuHz, cpuHz }: Pick<BatchesQuery, 'gpuHz' | 'cpuHz'>): string {
  const asked = [
    ...(gpuHz === undefined ? [] : [`GPU ${formatFrequency(gpuHz)}`]),
    ...(cpuHz === undefined ? [] : [`CPU ${formatFrequency(cpuHz)}`]),
  ];
  return `${describeRow(effect)}: no two batch sizes were measured at ${asked.join(', ')}`;
}
