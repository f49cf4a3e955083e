export * from './parse-cron';
export * from './plan-conflicts';
export * from './schedules.module';
export * from './schedules.service';
