import { Module } from '@nestjs/common';
import { ExportService } from './export/export.service';
import { ReportService } from './report.service';

@Module({ providers: [ReportService, ExportService], exports: [ReportService, ExportService] })
export class AnalysisModule {}
