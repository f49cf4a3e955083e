export * from './notice-options';
export * from './notice-targets.service';
export * from './notices.module';
