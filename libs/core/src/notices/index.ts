export * from './allowed-hosts';
export * from './notice-kinds';
export * from './plan-retry';
export * from './sign-notice';
