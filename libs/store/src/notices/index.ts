export * from './list-notices';
export * from './notice-attempts';
export * from './notice-targets';
export * from './notices-to-store';
