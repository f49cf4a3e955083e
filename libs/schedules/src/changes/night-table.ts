import {
  factorLevels,
  nightValue,
  sampleMoments,
  scatterRatio,
  NIGHT_METRICS,
  type NightMetric,
  type NightSeries,
  type NightSpread,
} from '@joulefleet/core';
import type { MeasuredNight, NightFigures } from '@joulefleet/store';
import type { NightCells } from './night-cell';

/** A series with the cell that it is of. */
export interface CellSeries extends NightSeries {
  metric: NightMetric;
  of: NightFigures;
}

/** Nights of many series: values of each night in the order of the series, NaN where one is missing. */
export interface NightTable {
  series: CellSeries[];
  nights: Float64Array[];
  /** Accepted executions of each night. */
  executions: number[];
  /** Standard deviation of the logarithm of one execution within a night, by row; NaN where nothing was repeated. */
  within: Float64Array;
  /** How much more executions of the row's device vary in the last night than in all, a ratio of variances, by row. */
  scatterTonight: Float64Array;
}

/** Figures of trials of one cell. */
export type TrialFigures = Pick<NightFigures, 'inferences' | 'energyMj' | 'durationMs' | 'powerMw' | 'loadEnergyMj'>;

/** What a metric reads of each trial; null: it has none. */
export const READ_METRIC: Readonly<Record<NightMetric, (of: TrialFigures, trial: number) => number | null>> = {
  energy: ({ energyMj, inferences }, trial) => energyMj[trial]! / inferences,
  latency: ({ durationMs, inferences }, trial) => durationMs[trial]! / inferences,
  power: ({ powerMw }, trial) => powerMw[trial]!,
  load_energy: ({ loadEnergyMj }, trial) => loadEnergyMj[trial] ?? null,
};

/** Sum of squares of logarithms about their mean, and its degrees of freedom. */
interface Spread {
  squares: number;
  freedom: number;
}

/** Collects what was measured, night by night, in any order of nights and cells. */
export class NightTableBuilder {
  private readonly rows = new Map<string, number>();
  private readonly series: CellSeries[] = [];
  private readonly placeOfNight: ReadonlyMap<number, number>;
  private readonly values: Map<number, number>[];
  private readonly executions: number[];
  private readonly spread: Spread[] = [];
  /** Of the last night alone, by row. */
  private readonly tonight = new Map<number, Spread>();

  constructor(
    nights: readonly MeasuredNight[],
    private readonly cells: NightCells,
  ) {
    this.placeOfNight = new Map(nights.map(({ tickMs }, place) => [tickMs, place]));
    this.values = nights.map(() => new Map<number, number>());
    this.executions = nights.map(() => 0);
  }

  add(figures: readonly NightFigures[]): void {
    for (const of of figures) {
      // A night that ended after the nights were listed.
      const place = this.placeOfNight.get(of.tickMs);
      if (place === undefined) continue;
      this.executions[place]! += of.energyMj.length;
      for (const metric of NIGHT_METRICS) {
        const read = of.energyMj.map((_, trial) => READ_METRIC[metric](of, trial)).filter((figure) => figure !== null);
        const row = this.rowOf(of, metric);
        this.values[place]!.set(row, nightValue(read));
        this.addSpread(row, read, place === this.values.length - 1);
      }
    }
  }

  build(): NightTable {
    const { series, executions } = this;
    const within = Float64Array.from(this.spread, ({ squares, freedom }) => Math.sqrt(squares / freedom));
    const nights = this.values.map((found) => Float64Array.from(series, (_, row) => found.get(row) ?? NaN));
    return { series, nights, executions, within, scatterTonight: this.scatterTonight(within) };
  }

  private scatterTonight(within: Float64Array): Float64Array {
    const lanes = new Map<string, NightSpread[]>();
    const laneOf = ({ device, metric }: CellSeries): string => JSON.stringify([device, metric]);
    for (const [row, spread] of this.tonight) {
      const lane = laneOf(this.series[row]!);
      const spreads = lanes.get(lane) ?? [];
      spreads.push({ ...spread, usual: within[row]! ** 2 });
      lanes.set(lane, spreads);
    }
    const ratios = new Map([...lanes].map(([lane, spreads]) => [lane, scatterRatio(spreads)]));
    return Float64Array.from(this.series, (each) => ratios.get(laneOf(each)) ?? 1);
  }

  private addSpread(row: number, figures: readonly number[], isTonight: boolean): void {
    if (figures.length < 2) return;
    const { deviation, count } = sampleMoments(figures.map(Math.log));
    const squares = (count - 1) * deviation! ** 2;
    const spread = this.spread[row]!;
    spread.squares += squares;
    spread.freedom += count - 1;
    if (isTonight) this.tonight.set(row, { squares, freedom: count - 1 });
  }

  private rowOf(of: NightFigures, metric: NightMetric): number {
    const cell = `${of.device} ${of.sentinel ? 'sentinel ' : ''}${this.cells.keyOf(of)}`;
    const key = `${cell} ${metric}`;
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const { device, sentinel, workload } = of;
    const groups = [workload, `batch size ${factorLevels(of.levels).batchSize}`];
    this.rows.set(key, this.series.length);
    this.spread.push({ squares: 0, freedom: 0 });
    const about = { ...of, levels: this.cells.withoutVersion(of.levels) };
    return this.series.push({ key, cell, device, metric, sentinel, groups, of: about }) - 1;
  }
}
