export * from './decide-night';
export * from './decide-ticks';
export * from './schedule-fault';
export * from './schedule-rule';
export * from './ticks';
export * from './window';
export * from './zone-time';
