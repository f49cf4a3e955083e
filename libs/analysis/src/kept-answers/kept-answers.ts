import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { campaignView } from '@joulefleet/campaigns';
import {
  DATABASE,
  keepAnswer,
  readDigestRevisions,
  readKeptAnswer,
  readKeptViews,
  type AnswerKey,
  type CampaignSummary,
  type Database,
} from '@joulefleet/store';

export const KEPT_ANSWER_OPTIONS = Symbol('KEPT_ANSWER_OPTIONS');

export interface KeptAnswerOptions {
  /** Of the program that answers; null: nothing is kept. */
  build: string | null;
  /** Accepted trials from which on an answer is worth keeping. */
  fromTrials: number;
}

/**
 * Answers of views about whole finished campaigns, kept in PostgreSQL: making one of a campaign of the study's size takes more than a second after a start,
 * reading it some tens of milliseconds. An answer is used only as long as nothing that it depends on has changed: the program, how the
 * campaign is described, and what is accepted on each of its devices.
 */
@Injectable()
export class KeptAnswers {
  private readonly logger = new Logger('analysis');

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(KEPT_ANSWER_OPTIONS) private readonly options: KeptAnswerOptions,
  ) {}

  /** Whether answers about it are kept. */
  covers({ finishedAt, counts }: CampaignSummary): boolean {
    return this.options.build !== null && finishedAt !== null && counts.accepted >= this.options.fromTrials;
  }

  /** The kept answer, or one that is made and kept. */
  async of<T>(campaign: CampaignSummary, view: string, make: () => Promise<T>): Promise<T> {
    if (!this.covers(campaign)) return make();
    const key = { ...(await this.keyOf(campaign)), view };
    const kept = await readKeptAnswer(this.database.pool, key);
    if (kept !== null) return JSON.parse(kept) as T;
    const made = await make();
    await keepAnswer(this.database.pool, key, JSON.stringify(made)).catch((error: Error) =>
      this.logger.warn({ campaignId: campaign.id, view }, `an answer was not kept: ${error.message}`),
    );
    return made;
  }

  /** The views whose answers are kept. */
  async views(campaign: CampaignSummary): Promise<Set<string>> {
    return readKeptViews(this.database.pool, await this.keyOf(campaign));
  }

  /** Read before the answer is made: what changes meanwhile makes the kept one old. */
  private async keyOf(campaign: CampaignSummary): Promise<Omit<AnswerKey, 'view'>> {
    const accepted = await readDigestRevisions(this.database.pool, campaign.id, null);
    const dependsOn = JSON.stringify([this.options.build, campaignView(campaign), accepted]);
    const version = createHash('sha256').update(dependsOn).digest('hex');
    return { campaignId: campaign.id, version };
  }
}
