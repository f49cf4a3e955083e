import type { DevicesQuery } from '@joulefleet/contracts';
import {
  deviceMatrices,
  rankDevices,
  type ComparisonRow,
  type DeviceMatrix,
  type DeviceRanking,
} from '@joulefleet/core';

const MAX_MATRICES = 300;
const MAX_RATIOS = 2_000;

interface Devices {
  pricePerKwh: number | null;
  rankings: DeviceRanking[];
  matrices: DeviceMatrix[];
  leftOut: { matrices: number; ratios: number };
  notes: string[];
}

/** Devices against one another; pairs grow with their square, so that only the first are shown. Yields often. */
export function* devicesOf(rows: readonly ComparisonRow[], { pricePerKwh }: DevicesQuery): Generator<void, Devices> {
  const all = yield* deviceMatrices(rows, pricePerKwh ?? null);
  const rankings = yield* rankDevices(all);
  let [room, left] = [MAX_RATIOS, 0];
  const matrices = all.slice(0, MAX_MATRICES).map((matrix) => {
    const ratios = matrix.ratios.slice(0, room);
    room -= ratios.length;
    left += matrix.ratios.length - ratios.length;
    return { ...matrix, ratios };
  });
  const leftOut = { matrices: all.length - matrices.length, ratios: left };
  return { pricePerKwh: pricePerKwh ?? null, rankings, matrices, leftOut, notes: notesOf(rows, all, rankings) };
}

function notesOf(
  rows: readonly ComparisonRow[],
  matrices: readonly DeviceMatrix[],
  rankings: readonly DeviceRanking[],
): string[] {
  if (rows.length > 0 && matrices.length === 0) {
    return ['no two devices have measured the same work: launch a campaign that selects both'];
  }
  const lacking = rankings.find(({ missing }) => missing.length > 0);
  return [
    ...(rankings.some(({ works }) => works === 1)
      ? ['the ranking is by one work alone: other workloads may rank the devices otherwise']
      : []),
    ...(matrices.length > 0 && matrices.every(({ frame }) => frame !== 'dvfs')
      ? ['no two devices have measured their governors: baseline: stock in the campaign file measures them']
      : []),
    ...(lacking ? [`not ranked, because they lack work that the others have: ${lacking.missing.join(', ')}`] : []),
  ];
}
