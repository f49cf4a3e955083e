export * from './circuit-breaker';
export * from './next-connect';
export * from './plan-device-action';
export * from './recovery-ladder';
export * from './window-at';
