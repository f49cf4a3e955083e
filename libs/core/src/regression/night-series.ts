/** One metric of one cell on one device, over the nights. */
export interface NightSeries {
  key: string;
  /** What is measured again when the series looks suspicious: one cell has a series for each metric. */
  cell: string;
  device: string;
  metric: string;
  /** Sentinel cells say what the device does; they are not judged themselves. */
  sentinel: boolean;
  /** What may move several series at once: `model x`, `batch size 8`, `JetPack 6`. The model is the first. */
  groups: readonly string[];
}
