import { Body, Controller, Param, Query } from '@nestjs/common';
import { BudgetService, ReportService } from '@joulefleet/analysis';
import { CampaignActions, CampaignsService } from '@joulefleet/campaigns';
import {
  budgetQuery,
  campaignQuery,
  campaignRoutes,
  extendRequest,
  launchRequest,
  recomputeRequest,
  reportQuery,
  type BudgetQuery,
  type BudgetView,
  type CampaignList,
  type CampaignQuery,
  type CampaignView,
  type ExtendRequest,
  type LaunchRequest,
  type LaunchResult,
  type ProgressView,
  type RecomputePage,
  type RecomputeRequest,
  type ReportQuery,
  type ReportView,
} from '@joulefleet/contracts';
import { RecomputeService } from '@joulefleet/judging';
import { PlanConflicts } from '@joulefleet/schedules';
import type { Actor } from '@joulefleet/core';
import { Caller, Endpoint, AuditActor, type Principal } from './endpoint';
import { ParseBody } from './parse-body';

/** `:id` is a campaign id, or a prefix that is unique among the campaigns visible to the caller. */
@Controller()
export class CampaignsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly actions: CampaignActions,
    private readonly reports: ReportService,
    private readonly budgets: BudgetService,
    private readonly recomputation: RecomputeService,
    private readonly conflicts: PlanConflicts,
  ) {}

  /** 422 `bad_campaign` lists every error with its line; nothing is stored in that case. */
  @Endpoint(campaignRoutes.launchCampaign)
  async launch(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Body(new ParseBody(launchRequest)) request: LaunchRequest,
  ): Promise<LaunchResult> {
    const launched = await this.campaigns.launch(caller, actor, request);
    return { ...launched, conflicts: await this.conflicts.of(caller, launched.plan) };
  }

  @Endpoint(campaignRoutes.listCampaigns)
  async list(
    @Caller() caller: Principal,
    @Query(new ParseBody(campaignQuery)) page: CampaignQuery,
  ): Promise<CampaignList> {
    return this.campaigns.list(caller, page);
  }

  @Endpoint(campaignRoutes.showCampaign)
  async show(@Caller() caller: Principal, @Param('id') id: string): Promise<CampaignView> {
    return this.campaigns.show(caller, id);
  }

  @Endpoint(campaignRoutes.showProgress)
  async progress(@Caller() caller: Principal, @Param('id') id: string): Promise<ProgressView> {
    return this.campaigns.progress(caller, id);
  }

  /** Compares the trials accepted so far. */
  @Endpoint(campaignRoutes.showReport)
  async report(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(reportQuery)) query: ReportQuery,
  ): Promise<ReportView> {
    return this.reports.report(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(campaignRoutes.showBudget)
  async budget(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(budgetQuery)) query: BudgetQuery,
  ): Promise<BudgetView> {
    return this.budgets.budget(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(campaignRoutes.recomputeResults)
  async recompute(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Param('id') id: string,
    @Body(new ParseBody(recomputeRequest)) request: RecomputeRequest,
  ): Promise<RecomputePage> {
    return this.recomputation.recompute(caller, actor, await this.campaigns.find(caller, id), request);
  }

  @Endpoint(campaignRoutes.pauseCampaign)
  async pause(@Caller() caller: Principal, @AuditActor() actor: Actor, @Param('id') id: string): Promise<CampaignView> {
    return this.actions.act(caller, actor, id, 'pause');
  }

  @Endpoint(campaignRoutes.resumeCampaign)
  async resume(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Param('id') id: string,
  ): Promise<CampaignView> {
    return this.actions.act(caller, actor, id, 'resume');
  }

  @Endpoint(campaignRoutes.stopCampaign)
  async stop(@Caller() caller: Principal, @AuditActor() actor: Actor, @Param('id') id: string): Promise<CampaignView> {
    return this.actions.act(caller, actor, id, 'stop');
  }

  @Endpoint(campaignRoutes.fillCampaign)
  async fill(@Caller() caller: Principal, @AuditActor() actor: Actor, @Param('id') id: string): Promise<CampaignView> {
    return this.actions.fill(caller, actor, id);
  }

  @Endpoint(campaignRoutes.cancelCampaign)
  async cancel(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Param('id') id: string,
  ): Promise<CampaignView> {
    return this.actions.act(caller, actor, id, 'cancel');
  }

  @Endpoint(campaignRoutes.extendCampaign)
  async extend(
    @Caller() caller: Principal,
    @AuditActor() actor: Actor,
    @Param('id') id: string,
    @Body(new ParseBody(extendRequest)) request: ExtendRequest,
  ): Promise<CampaignView> {
    return this.actions.extend(caller, actor, id, request);
  }
}
