export * from './analysis.module';
export * from './report.service';
