import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Rounds } from '@joulefleet/core';
import { DATABASE, listFinishedCampaigns, type Database } from '@joulefleet/store';
import { VIEW_NAMES, ViewsService } from '../views/views.service';
import { KeptAnswers } from './kept-answers';

const ROUND_INTERVAL_MS = 20_000;
/** How many campaigns that finished last are looked at. */
const CAMPAIGNS = 3;

/** Makes the answers about large campaigns when they have finished, and after an update of the program, before somebody asks. */
@Injectable()
export class PrepareAnswersLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('analysis');
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;
  private readonly rounds = new Rounds(
    () => this.round(),
    (error) => this.logger.warn(error.message),
  );

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly kept: KeptAnswers,
    private readonly views: ViewsService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.rounds.request(), ROUND_INTERVAL_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.rounds.stop();
  }

  /** Makes what is missing, one answer after the other. */
  async round(): Promise<void> {
    const campaigns = await listFinishedCampaigns(this.database, CAMPAIGNS);
    for (const campaign of campaigns.filter((each) => this.kept.covers(each))) {
      const kept = await this.kept.views(campaign);
      for (const view of VIEW_NAMES.filter((name) => !kept.has(name))) {
        if (this.isStopping) return;
        await this.views.whole(campaign, view);
      }
    }
  }
}
