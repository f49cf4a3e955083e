import { Controller, Query } from '@nestjs/common';
import { AnswerService } from '@joulefleet/analysis';
import { CampaignsService } from '@joulefleet/campaigns';
import { answerQuery, answerRoutes, type AnswerQuery, type AnswerView } from '@joulefleet/contracts';
import { FleetService } from '@joulefleet/fleet';
import { Caller, Endpoint, type Principal } from './endpoint';
import { ParseBody } from './parse-body';

/** Which clocks a workload should use, over all campaigns that the caller may see. */
@Controller()
export class AnswerController {
  constructor(
    private readonly campaigns: CampaignsService,
    private readonly fleet: FleetService,
    private readonly answers: AnswerService,
  ) {}

  @Endpoint(answerRoutes.showAnswer)
  async answer(
    @Caller() caller: Principal,
    @Query(new ParseBody(answerQuery)) query: AnswerQuery,
  ): Promise<AnswerView> {
    if (query.device !== undefined) await this.fleet.find(query.device);
    const campaign = query.campaign === undefined ? null : await this.campaigns.find(caller, query.campaign);
    return this.answers.answer(caller, query, campaign);
  }
}
