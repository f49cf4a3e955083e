import { commonMovement, nightMovement, type NightMovement } from '@joulefleet/core';
import type { CellSeries, NightTable } from './night-table';

/** Nights of a change, and nights before it that they are compared with: their places. */
export interface ChangeSpan {
  before: readonly number[];
  after: readonly number[];
}

/** How far the cells of a device moved together in one metric. */
export function deviceMovement(
  { device, metric }: Pick<CellSeries, 'device' | 'metric'>,
  { series, nights }: NightTable,
  { before, after }: ChangeSpan,
): NightMovement {
  const own = series.flatMap((each, row) => {
    if (each.device !== device || each.metric !== metric) return [];
    return [{ row, sentinel: each.sentinel, level: meanLevel(nights, row, before) }];
  });
  const moved = (place: number): number[] => {
    const deviations = own.map(({ row, sentinel, level }) => ({ sentinel, off: nights[place]![row]! - level }));
    const measured = deviations.filter(({ off }) => !Number.isNaN(off));
    if (measured.length === 0) return [];
    const offOf = (wanted: boolean): number[] => measured.flatMap((each) => (each.sentinel === wanted ? each.off : []));
    return [commonMovement({ sentinels: offOf(true), siblings: offOf(false) }, Infinity)];
  };
  return nightMovement(before.flatMap(moved), after.flatMap(moved));
}

/** Mean of a series over the nights at some places; NaN where it was measured in none of them. */
export function meanLevel(nights: NightTable['nights'], row: number, places: readonly number[]): number {
  const values = places.map((place) => nights[place]![row]!).filter((value) => !Number.isNaN(value));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
