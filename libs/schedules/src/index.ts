export * from './parse-cron';
