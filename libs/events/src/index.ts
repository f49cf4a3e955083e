export * from './event-feed';
export * from './events.module';
