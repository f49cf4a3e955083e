export * from './circuit-breaker';
export * from './next-connect';
export * from './plan-care';
export * from './recovery-ladder';
export * from './window-at';
