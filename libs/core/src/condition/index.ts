export * from './condition-after-fault';
export * from './condition-after-preflight';
export * from './condition-events';
export * from './describe-availability';
export * from './device-condition';
export * from './device-states';
export * from './next-step';
export * from './reason';
