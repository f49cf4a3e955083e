import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ReportService } from '@joulefleet/analysis';
import { CampaignsService } from '@joulefleet/campaigns';
import {
  launchRequest,
  type CampaignView,
  type LaunchRequest,
  type LaunchResult,
  type ProgressView,
  type ReportView,
} from '@joulefleet/contracts';
import { ParseBody } from './parse-body';

/** `:id` is a campaign's id or a prefix of it that is unique. */
@Controller('v1/campaigns')
export class CampaignsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly reports: ReportService,
  ) {}

  /** 422 `bad_campaign` names every error with its line; nothing is stored then. */
  @Post()
  @HttpCode(200)
  async launch(@Body(new ParseBody(launchRequest)) request: LaunchRequest): Promise<LaunchResult> {
    return this.campaigns.launch(request);
  }

  @Get()
  async list(): Promise<{ campaigns: CampaignView[] }> {
    return { campaigns: await this.campaigns.list() };
  }

  @Get(':id')
  async show(@Param('id') id: string): Promise<CampaignView> {
    return this.campaigns.show(id);
  }

  @Get(':id/progress')
  async progress(@Param('id') id: string): Promise<ProgressView> {
    return this.campaigns.progress(id);
  }

  /** The comparison over what is accepted so far. */
  @Get(':id/report')
  async report(@Param('id') id: string): Promise<ReportView> {
    return this.reports.report(await this.campaigns.find(id));
  }
}
