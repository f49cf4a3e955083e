import { factorLevels, nightValue, NIGHT_METRICS, type NightMetric, type NightSeries } from '@joulefleet/core';
import type { MeasuredNight, NightFigures } from '@joulefleet/store';

/** A series with the cell that it is of. */
export interface CellSeries extends NightSeries {
  metric: NightMetric;
  of: NightFigures;
}

/** Nights of many series: values of each night in the order of the series, NaN where one is missing. */
export interface NightTable {
  series: CellSeries[];
  nights: Float64Array[];
}

/** What a metric reads of each trial; null: it has none. */
const READ: Readonly<Record<NightMetric, (of: NightFigures, trial: number) => number | null>> = {
  energy: ({ energyMj, inferences }, trial) => energyMj[trial]! / inferences,
  latency: ({ durationMs, inferences }, trial) => durationMs[trial]! / inferences,
  power: ({ powerMw }, trial) => powerMw[trial]!,
  load_energy: ({ loadEnergyMj }, trial) => loadEnergyMj[trial] ?? null,
};

/** Collects what was measured, night by night, in any order of nights and cells. */
export class NightTableBuilder {
  private readonly rows = new Map<string, number>();
  private readonly series: CellSeries[] = [];
  private readonly placeOfNight: ReadonlyMap<number, number>;
  private readonly values: Map<number, number>[];

  constructor(nights: readonly MeasuredNight[]) {
    this.placeOfNight = new Map(nights.map(({ tickMs }, place) => [tickMs, place]));
    this.values = nights.map(() => new Map<number, number>());
  }

  add(figures: readonly NightFigures[]): void {
    for (const of of figures) {
      // A night that ended after the nights were listed.
      const place = this.placeOfNight.get(of.tickMs);
      if (place === undefined) continue;
      for (const metric of NIGHT_METRICS) {
        const read = of.energyMj.map((_, trial) => READ[metric](of, trial));
        this.values[place]!.set(this.rowOf(of, metric), nightValue(read.filter((figure) => figure !== null)));
      }
    }
  }

  build(): NightTable {
    const { series } = this;
    const nights = this.values.map((found) => Float64Array.from(series, (_, row) => found.get(row) ?? NaN));
    return { series, nights };
  }

  private rowOf(of: NightFigures, metric: NightMetric): number {
    const cell = `${of.device} ${of.sentinel ? 'sentinel ' : ''}${of.cellKey}`;
    const key = `${cell} ${metric}`;
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const { device, sentinel, workload } = of;
    const groups = [workload, `batch size ${factorLevels(of.levels).batchSize}`];
    this.rows.set(key, this.series.length);
    return this.series.push({ key, cell, device, metric, sentinel, groups, of }) - 1;
  }
}
