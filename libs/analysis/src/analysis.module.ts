import { Module } from '@nestjs/common';
import { AnswerService } from './answer/answer.service';
import { BudgetService } from './budget.service';
import { CampaignRows } from './campaign-rows';
import { ComparisonService } from './comparison.service';
import { ExportService } from './export/export.service';
import { ReportService } from './report.service';
import { TracesService } from './trials/traces.service';
import { TrialsService } from './trials/trials.service';
import { ViewsService } from './views/views.service';

const SERVICES = [
  AnswerService,
  CampaignRows,
  ReportService,
  BudgetService,
  ComparisonService,
  ExportService,
  TracesService,
  TrialsService,
  ViewsService,
];

@Module({ providers: SERVICES, exports: SERVICES })
export class AnalysisModule {}
