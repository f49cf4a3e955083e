export * from './configuration/read-configuration';
export * from './embedded/ensure-services';
export { holdLock } from './embedded/hold-lock';
export * from './embedded/keep-services';
export * from './embedded/stop-services';
export * from './logging/logger-options';
export * from './logging/redact-secrets';
export * from './reachability/connect-or-explain';
export * from './installation/package-root';
