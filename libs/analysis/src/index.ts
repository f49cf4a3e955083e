export * from './analysis.module';
export * from './answer/answer.service';
export * from './campaign-rows';
export * from './comparison.service';
export type { ExportPart } from './export/encode-table';
export * from './export/export.service';
export * from './budget.service';
export * from './report.service';
export * from './views/views.service';
