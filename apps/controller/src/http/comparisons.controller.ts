import { Controller, Param, Query } from '@nestjs/common';
import { ComparisonService } from '@joulefleet/analysis';
import { CampaignsService } from '@joulefleet/campaigns';
import { comparisonQuery, comparisonRoutes, type ComparisonQuery, type ComparisonView } from '@joulefleet/contracts';
import { Caller, Endpoint, type Principal } from './endpoint';
import { ParseBody } from './parse-body';

/** Campaigns against one another; both have to be visible to the caller. */
@Controller()
export class ComparisonsController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly comparisons: ComparisonService,
  ) {}

  @Endpoint(comparisonRoutes.showComparison)
  async compare(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(comparisonQuery)) query: ComparisonQuery,
  ): Promise<ComparisonView> {
    const campaign = await this.campaigns.find(caller, id);
    return this.comparisons.compare(campaign, await this.campaigns.find(caller, query.against), query);
  }
}
