import type { NightSeries } from '@joulefleet/core';

/** Executions of a cell in a night. */
export const EXECUTIONS = 10;
export const DEVICES = 3;
const MODELS = ['alexnet', 'resnet-18', 'mobilenet-v2', 'yolov4-tiny', 'bert-tiny', 'distilbert'];
const BATCHES = [1, 2, 4, 8];

/** What a night measured, and what may still be measured in it. All figures are logarithms. */
export interface SimulatedNight {
  /** `EXECUTIONS` figures of each series, in the order of `SERIES`; NaN where nothing was measured. */
  executions: Float64Array;
  /** One more execution of a series tonight, of a version that is `shift` off the level that the series began with. */
  measureAgain(series: number, shift: number, version: 'former' | 'present'): number;
}

/** Nights one after the other. `shiftOf` says how far a series is off the level that it began with. */
export interface NightGenerator {
  next(shiftOf: (series: number) => number): SimulatedNight;
}

/** 72 cells on three devices, and a sentinel cell on each. */
export const SERIES: readonly NightSeries[] = Array.from({ length: DEVICES }, (_, device) => [
  ...MODELS.flatMap((model) => BATCHES.map((batch) => seriesOf(device, model, batch))),
  { ...seriesOf(device, 'sentinel', 1), groups: [], sentinel: true },
]).flat();

/** Where the series that are no sentinels are in `SERIES`. */
export const CELLS: readonly number[] = SERIES.flatMap(({ sentinel }, place) => (sentinel ? [] : [place]));

export function deviceOf(series: number): number {
  return Math.floor(series / (SERIES.length / DEVICES));
}

function seriesOf(device: number, model: string, batch: number): NightSeries {
  const name = `${device}/${model}/${batch}`;
  return {
    ...{ key: `${name}/energy`, cell: name, device: String(device), metric: 'energy', sentinel: false },
    groups: [`model ${model}`, `batch size ${batch}`],
  };
}
