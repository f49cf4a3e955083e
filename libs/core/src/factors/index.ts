export { DEFAULT_BATCH_SIZE } from './batch-size';
export type { Clock, ClockFactor, Grammar, KnobFacts, Level, OfferFacts } from './factor';
export { DEFAULT_LEVEL } from './default-level';
export * from './factor-levels';
export { describeOtherSetting, describeSetting } from './setting-of';
export * from './format-frequency';
export type { ParameterLevel, WantedParameters } from './parameters';
export * from './registry';
export * from './workload-options';
