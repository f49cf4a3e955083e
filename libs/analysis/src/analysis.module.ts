import { Module } from '@nestjs/common';
import { AnswerService } from './answer/answer.service';
import { BudgetService } from './budget.service';
import { CampaignRows } from './campaign-rows';
import { ComparisonService } from './comparison.service';
import { CourseService } from './course/course.service';
import { ExportService } from './export/export.service';
import { buildId } from './kept-answers/build-id';
import { KEPT_ANSWER_OPTIONS, KeptAnswers, type KeptAnswerOptions } from './kept-answers/kept-answers';
import { PrepareAnswersLoop } from './kept-answers/prepare-answers';
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
  CourseService,
  ExportService,
  TracesService,
  TrialsService,
  KeptAnswers,
  ViewsService,
];

/** Of fewer trials an answer is made in about a tenth of a second. */
const KEPT_FROM_TRIALS = 10_000;
const keptAnswerOptions = (): KeptAnswerOptions => ({ build: buildId(), fromTrials: KEPT_FROM_TRIALS });

@Module({
  providers: [...SERVICES, PrepareAnswersLoop, { provide: KEPT_ANSWER_OPTIONS, useFactory: keptAnswerOptions }],
  exports: SERVICES,
})
export class AnalysisModule {}
