import { Inject, Injectable } from '@nestjs/common';
import type { AnswerQuery, AnswerView } from '@joulefleet/contracts';
import type { AskedCampaign, Caller, ComparisonRow } from '@joulefleet/core';
import { DATABASE, listCampaignsMeasuring, type CampaignSummary, type Database } from '@joulefleet/store';
import { CampaignRows } from '../campaign-rows';
import { differentSetups } from '../different-setups';
import { answerFrom } from './answer-view';

/** The newest campaigns that one answer is made from. */
const MAX_CAMPAIGNS = 20;

@Injectable()
export class AnswerService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly campaignRows: CampaignRows,
  ) {}

  /**
   * Which clocks, batch size and device a workload should use, from the campaign or from all that the caller may see, the newest first. Simulated figures are left out
   * where there are measured ones, unless `mixed` is set.
   */
  async answer(caller: Caller, query: AnswerQuery, campaign: CampaignSummary | null): Promise<AnswerView> {
    const all = campaign
      ? [campaign]
      : await listCampaignsMeasuring(this.database, caller, query.workload, MAX_CAMPAIGNS + 1);
    const found: AskedCampaign[] = [];
    const setups = new Map<string, ReadonlySet<string>>();
    for (const each of all.slice(0, MAX_CAMPAIGNS)) {
      const asked = { device: query.device ?? null, workload: query.workload };
      const { rows, sensorSetups } = await this.campaignRows.rows(each, asked);
      setups.set(each.id, sensorSetups);
      found.push({
        ...{ campaignId: each.id, campaign: each.name, simulated: each.simulated },
        rows: rows.filter((row) => isAskedFor(row, query)),
      });
    }
    const { kept, notes } = separated(found, query.mixed === 'true');
    const older = all.length > MAX_CAMPAIGNS ? [`only the newest ${MAX_CAMPAIGNS} campaigns were looked at`] : [];
    const read = differentSetups(kept.flatMap(({ campaignId }) => [...setups.get(campaignId)!]));
    return answerFrom(kept, query, [...notes, ...read, ...older]);
  }
}

function isAskedFor({ deviceClass, batchSize }: ComparisonRow, query: AnswerQuery): boolean {
  if (query.deviceClass !== undefined && deviceClass !== query.deviceClass) return false;
  return query.batchSize === undefined || batchSize === query.batchSize;
}

/** Twins and boards are never ranked against each other by themselves. */
function separated(campaigns: readonly AskedCampaign[], mixed: boolean): { kept: AskedCampaign[]; notes: string[] } {
  const having = campaigns.filter(({ rows }) => rows.length > 0);
  const measured = having.filter(({ simulated }) => !simulated);
  // Campaigns without a trial that counts still say that there is none.
  if (having.length === 0) return { kept: [...campaigns], notes: [] };
  if (mixed || measured.length === 0 || measured.length === having.length) return { kept: [...having], notes: [] };
  const left = having.length - measured.length;
  return { kept: measured, notes: [`${left} simulated campaigns are left out: --mixed adds them`] };
}
