import { Controller, Param, Query } from '@nestjs/common';
import { ViewsService } from '@joulefleet/analysis';
import { CampaignsService } from '@joulefleet/campaigns';
import {
  batchesQuery,
  devicesQuery,
  frontQuery,
  governorsQuery,
  implementationsQuery,
  phasesQuery,
  sweepQuery,
  topologyQuery,
  viewRoutes,
  type BatchesQuery,
  type BatchesView,
  type DevicesQuery,
  type DevicesView,
  type FrontQuery,
  type FrontView,
  type GovernorsQuery,
  type GovernorsView,
  type ImplementationsQuery,
  type ImplementationsView,
  type PhasesQuery,
  type PhasesView,
  type SweepQuery,
  type SweepView,
  type TopologyQuery,
  type TopologyView,
} from '@joulefleet/contracts';
import { Caller, Endpoint, type Principal } from './endpoint';
import { ParseBody } from './parse-body';

/** Views of a campaign's results; `:id` is its id, or a prefix that is unique among the campaigns visible to the caller. */
@Controller()
export class ViewsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly views: ViewsService,
  ) {}

  @Endpoint(viewRoutes.showTopology)
  async topology(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(topologyQuery)) query: TopologyQuery,
  ): Promise<TopologyView> {
    return this.views.topology(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(viewRoutes.showSweep)
  async sweep(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(sweepQuery)) query: SweepQuery,
  ): Promise<SweepView> {
    return this.views.sweep(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(viewRoutes.showBatches)
  async batches(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(batchesQuery)) query: BatchesQuery,
  ): Promise<BatchesView> {
    return this.views.batches(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(viewRoutes.showDevices)
  async devices(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(devicesQuery)) query: DevicesQuery,
  ): Promise<DevicesView> {
    return this.views.devices(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(viewRoutes.showFront)
  async front(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(frontQuery)) query: FrontQuery,
  ): Promise<FrontView> {
    return this.views.front(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(viewRoutes.showImplementations)
  async implementations(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(implementationsQuery)) query: ImplementationsQuery,
  ): Promise<ImplementationsView> {
    return this.views.implementations(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(viewRoutes.showGovernors)
  async governors(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(governorsQuery)) query: GovernorsQuery,
  ): Promise<GovernorsView> {
    return this.views.governors(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(viewRoutes.showPhases)
  async phases(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(phasesQuery)) query: PhasesQuery,
  ): Promise<PhasesView> {
    return this.views.phases(await this.campaigns.find(caller, id), query);
  }
}
