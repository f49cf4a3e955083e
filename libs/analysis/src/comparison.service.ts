import { Inject, Injectable } from '@nestjs/common';
import { campaignView, runInSlices } from '@joulefleet/campaigns';
import type { ComparisonQuery, ComparisonView, UnpairedCell } from '@joulefleet/contracts';
import { compareCampaigns, optionsOf, type FilledCell } from '@joulefleet/core';
import { DATABASE, type CampaignSummary, type Database } from '@joulefleet/store';
import { comparisonWarnings } from './comparison-warnings';
import { digestedCells } from './digested-cells';
import { refuseComparison } from './refuse-comparison';

/** What one comparison shows: megabytes of JSON, which are made in one piece. */
const MOST = { groups: 1_000, cells: 5_000, unpaired: 500 };

type Asked = Pick<ComparisonQuery, 'marginPct' | 'across' | 'mixed'>;

@Injectable()
export class ComparisonService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * A campaign against an earlier one, over what is accepted so far. What is too much for one answer is left out and counted.
   * @throws Fault `same_campaign`, `simulated_and_measured` (operator).
   */
  async compare(campaign: CampaignSummary, reference: CampaignSummary, asked: Asked): Promise<ComparisonView> {
    refuseComparison(campaign, reference, asked.mixed === 'true');
    const [ours, theirs] = await Promise.all([campaign, reference].map(({ id }) => this.measured(id)));
    const options = { marginPct: asked.marginPct, across: asked.across === 'true' };
    const found = await runInSlices(compareCampaigns(ours!.cells, theirs!.cells, options));
    const cells = found.changes.flatMap((change) => change.cells);
    const views = { campaign: campaignView(campaign), reference: campaignView(reference) };
    return {
      ...{ ...views, ...options },
      ...{ verdicts: found.verdicts, changed: found.changed },
      groups: found.changes.slice(0, MOST.groups).map((group) => ({ ...group, cells: group.cells.length })),
      cells: cells.slice(0, MOST.cells),
      onlyInCampaign: found.onlyInCampaign.slice(0, MOST.unpaired).map(unpairedCell),
      onlyInReference: found.onlyInReference.slice(0, MOST.unpaired).map(unpairedCell),
      warnings: [...comparisonWarnings({ ...views, cells, setups: [ours!.sensorSetups, theirs!.sensorSetups] })],
      leftOut: {
        groups: Math.max(0, found.changes.length - MOST.groups),
        cells: Math.max(0, cells.length - MOST.cells),
        onlyInCampaign: Math.max(0, found.onlyInCampaign.length - MOST.unpaired),
        onlyInReference: Math.max(0, found.onlyInReference.length - MOST.unpaired),
      },
    };
  }

  private async measured(campaignId: string) {
    const devices = await digestedCells(this.database, campaignId);
    const setups = devices.flatMap(({ sensors }) => sensors.map(({ setup }) => setup));
    return { cells: devices.flatMap(({ cells }) => cells), sensorSetups: new Set(setups) };
  }
}

function unpairedCell({ device, workload, graphMode, inferences, levels, cellKey, digest }: FilledCell): UnpairedCell {
  const work = { workload, batchSize: levels.batchSize, graphMode, inferences, options: optionsOf(levels) };
  return { device, ...work, levels, cellKey, trials: digest.trials };
}
