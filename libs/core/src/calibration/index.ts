export * from './calibration';
export type { CalibrationRefusal } from './check-calibration';
export * from './fit-calibration';
export * from './parse-meter';
export * from './parse-pairs';
