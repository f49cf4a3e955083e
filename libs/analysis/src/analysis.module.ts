import { Module } from '@nestjs/common';
import { BudgetService } from './budget.service';
import { ComparisonService } from './comparison.service';
import { ExportService } from './export/export.service';
import { ReportService } from './report.service';

const SERVICES = [ReportService, BudgetService, ComparisonService, ExportService];

@Module({ providers: SERVICES, exports: SERVICES })
export class AnalysisModule {}
