import { Controller, Param, Query } from '@nestjs/common';
import { TracesService, TrialsService } from '@joulefleet/analysis';
import { CampaignsService } from '@joulefleet/campaigns';
import {
  rangeEnergyQuery,
  traceQuery,
  trialListQuery,
  trialRoutes,
  type RangeEnergyQuery,
  type RangeEnergyView,
  type TraceQuery,
  type TraceView,
  type TrialList,
  type TrialListQuery,
  type TrialView,
} from '@joulefleet/contracts';
import { Caller, Endpoint, type Principal } from './endpoint';
import { ParseBody } from './parse-body';

/** Trials of a campaign and their traces; `:id` is its id, or a prefix that is unique among the campaigns visible to the caller. */
@Controller()
export class TrialsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly trials: TrialsService,
    private readonly traces: TracesService,
  ) {}

  @Endpoint(trialRoutes.listTrials)
  async list(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(trialListQuery)) query: TrialListQuery,
  ): Promise<TrialList> {
    return this.trials.list(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(trialRoutes.showTrial)
  async show(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Param('trialId') trialId: string,
  ): Promise<TrialView> {
    return this.trials.show(await this.campaigns.find(caller, id), trialId);
  }

  @Endpoint(trialRoutes.showTrace)
  async trace(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Param('trialId') trialId: string,
    @Query(new ParseBody(traceQuery)) query: TraceQuery,
  ): Promise<TraceView> {
    return this.traces.trace(await this.campaigns.find(caller, id), trialId, query);
  }

  @Endpoint(trialRoutes.showRangeEnergy)
  async energy(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Param('trialId') trialId: string,
    @Query(new ParseBody(rangeEnergyQuery)) query: RangeEnergyQuery,
  ): Promise<RangeEnergyView> {
    return this.traces.energy(await this.campaigns.find(caller, id), trialId, query);
  }
}
