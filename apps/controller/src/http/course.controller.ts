import { Controller, Param, Query } from '@nestjs/common';
import { CourseService } from '@joulefleet/analysis';
import { CampaignsService } from '@joulefleet/campaigns';
import {
  courseRoutes,
  gridQuery,
  lanesQuery,
  type CampaignSearchView,
  type GridQuery,
  type GridView,
  type LanesQuery,
  type LanesView,
} from '@joulefleet/contracts';
import { SearchesService } from '@joulefleet/searches';
import { Caller, Endpoint, type Principal } from './endpoint';
import { ParseBody } from './parse-body';

/** How a campaign goes on; `:id` is its id, or a prefix that is unique among the campaigns visible to the caller. */
@Controller()
export class CourseController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly course: CourseService,
    private readonly searches: SearchesService,
  ) {}

  @Endpoint(courseRoutes.showGrid)
  async grid(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(gridQuery)) query: GridQuery,
  ): Promise<GridView> {
    return this.course.grid(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(courseRoutes.showLanes)
  async lanes(
    @Caller() caller: Principal,
    @Param('id') id: string,
    @Query(new ParseBody(lanesQuery)) query: LanesQuery,
  ): Promise<LanesView> {
    return this.course.lanes(await this.campaigns.find(caller, id), query);
  }

  @Endpoint(courseRoutes.showSearch)
  async search(@Caller() caller: Principal, @Param('id') id: string): Promise<CampaignSearchView> {
    return this.searches.view(await this.campaigns.find(caller, id));
  }
}
