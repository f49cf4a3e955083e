export * from './decide-night';
export * from './decide-ticks';
export * from './parse-cron';
export * from './schedule-fault';
export * from './schedule-rule';
export * from './window';
export * from './zone-time';
