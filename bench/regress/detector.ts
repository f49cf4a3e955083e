import type { SimulatedNight } from './simulated-fleet';

/** Levels of each series, a logarithm off what it began with: of the accepted version and of the one under test. */
export interface Versions {
  former(series: number): number;
  present(series: number): number;
}

/** Series that a detector reports as changed, all in one direction. */
export interface Alarm {
  members: readonly number[];
  direction: number;
}

/** Whatever judges one night after the other. */
export interface Detector {
  night(night: SimulatedNight, versions: Versions): Alarm[];
  /** What the series measured in the last nights is as it should be. */
  accept(series: number, nights: number): void;
}
