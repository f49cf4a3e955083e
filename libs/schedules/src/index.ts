export { Bisects } from './bisect/bisects.service';
export { NightChangesService } from './changes/night-changes.service';
export * from './parse-cron';
export * from './plan-conflicts';
export * from './schedules.module';
export * from './schedules.service';
