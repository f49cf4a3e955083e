export * from './handlers';
export * from './live-readings';
export * from './nudges';
export * from './processors';
export * from './queue-progress';
export * from './queue.module';
export * from './queues';
