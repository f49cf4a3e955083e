export type { Clock, ClockFactor, Grammar, KnobFacts, Level, OfferFacts } from './factor';
export * from './factor-levels';
export * from './format-frequency';
export { DEFAULT_GOVERNOR } from './governors';
export * from './registry';
