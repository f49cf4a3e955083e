export * from './parse-cron';
export * from './schedules.module';
export * from './schedules.service';
