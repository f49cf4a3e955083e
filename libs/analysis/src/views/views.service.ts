import { Injectable } from '@nestjs/common';
import { campaignView, runInSlices } from '@joulefleet/campaigns';
import {
  batchesQuery,
  devicesQuery,
  frontQuery,
  governorsQuery,
  implementationsQuery,
  phasesQuery,
  sweepQuery,
  topologyQuery,
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
import { isTooLowToRank, lowGrades, type ComparisonRow, type LowGrades, type TrustGrade } from '@joulefleet/core';
import type { CampaignSummary } from '@joulefleet/store';
import { CampaignRows, type ReadRows } from '../campaign-rows';
import { KeptAnswers } from '../kept-answers/kept-answers';
import { batchesOf } from './batches-view';
import { devicesOf } from './devices-view';
import { frontOf } from './front-view';
import { governorsOf } from './governors-view';
import { implementationsOf } from './implementations-view';
import { oncePerRow } from './once-per-row';
import { viewNotes, type ViewFilter } from './notes';
import { phasesOfRows } from './phases-view';
import { sweepsOf } from './sweep-view';
import { topologyOfRows } from './topology-view';

/** What each view is asked by; without anything it is about the whole campaign. */
const QUERIES = {
  topology: topologyQuery,
  sweep: sweepQuery,
  batches: batchesQuery,
  devices: devicesQuery,
  front: frontQuery,
  implementations: implementationsQuery,
  governors: governorsQuery,
  phases: phasesQuery,
} as const;

type ViewName = keyof typeof QUERIES;
export const VIEW_NAMES = Object.keys(QUERIES) as ViewName[];

/** Views over what is accepted so far. What is too much for one answer is left out and counted. */
@Injectable()
export class ViewsService {
  constructor(
    private readonly campaignRows: CampaignRows,
    private readonly kept: KeptAnswers,
  ) {}

  /** A view of the whole campaign. */
  async whole(campaign: CampaignSummary, view: ViewName): Promise<unknown> {
    const views = this as Record<ViewName, (of: CampaignSummary, query: unknown) => Promise<unknown>>;
    return views[view](campaign, QUERIES[view].parse({}));
  }

  async sweep(campaign: CampaignSummary, query: SweepQuery): Promise<SweepView> {
    return this.answer(campaign, 'sweep', query, () => this.view(campaign, query, (rows) => sweepsOf(rows, query)));
  }

  async batches(campaign: CampaignSummary, query: BatchesQuery): Promise<BatchesView> {
    return this.answer(campaign, 'batches', query, () =>
      this.view(campaign, query, (rows) => runInSlices(batchesOf(rows, query))),
    );
  }

  async devices(campaign: CampaignSummary, query: DevicesQuery): Promise<DevicesView> {
    return this.answer(campaign, 'devices', query, () =>
      this.view(campaign, query, (rows) => runInSlices(devicesOf(rows, query))),
    );
  }

  async front(campaign: CampaignSummary, query: FrontQuery): Promise<FrontView> {
    return this.answer(campaign, 'front', query, () =>
      this.view(campaign, query, (rows) => runInSlices(frontOf(rows))),
    );
  }

  async implementations(campaign: CampaignSummary, query: ImplementationsQuery): Promise<ImplementationsView> {
    return this.answer(campaign, 'implementations', query, () =>
      this.view(campaign, query, (rows) => runInSlices(implementationsOf(rows))),
    );
  }

  async governors(campaign: CampaignSummary, query: GovernorsQuery): Promise<GovernorsView> {
    const clocks = () => this.campaignRows.governedClocks(campaign, query.device);
    return this.answer(campaign, 'governors', query, () =>
      this.view(campaign, query, (rows) => governorsOf(rows, clocks)),
    );
  }

  async topology(campaign: CampaignSummary, query: TopologyQuery): Promise<TopologyView> {
    return this.answer(campaign, 'topology', query, async () => {
      const [read, clocks] = await Promise.all([
        this.read(campaign, query),
        this.campaignRows.governedClocks(campaign, query.device),
      ]);
      return this.withHead(campaign, query, read, await runInSlices(topologyOfRows(read.rows, query, clocks)));
    });
  }

  async phases(campaign: CampaignSummary, query: PhasesQuery): Promise<PhasesView> {
    return this.answer(campaign, 'phases', query, () =>
      this.view(campaign, query, (rows) => runInSlices(phasesOfRows(rows))),
    );
  }

  /** Kept, where it is about the whole campaign and asks for nothing else. */
  private async answer<T>(
    campaign: CampaignSummary,
    view: ViewName,
    query: object,
    make: () => Promise<T>,
  ): Promise<T> {
    const isPlain = JSON.stringify(query) === JSON.stringify(QUERIES[view].parse({}));
    return isPlain ? this.kept.of(campaign, view, make) : make();
  }

  private async view<T extends { notes: string[] }>(
    campaign: CampaignSummary,
    filter: ViewFilter,
    make: (rows: readonly ComparisonRow[]) => T | Promise<T>,
  ) {
    const read = await this.read(campaign, filter);
    return this.withHead(campaign, filter, read, await make(read.rows));
  }

  private async read(campaign: CampaignSummary, { batchSize, ...filter }: ViewFilter): Promise<ReadRows> {
    const { device = null, workload = null } = filter;
    const { rows, sensorSetups } = await this.campaignRows.rows(campaign, { device, workload });
    return { rows: batchSize === undefined ? rows : rows.filter((row) => row.batchSize === batchSize), sensorSetups };
  }

  private async withHead<T extends { notes: string[] }>(
    campaign: CampaignSummary,
    filter: ViewFilter,
    { rows, sensorSetups }: ReadRows,
    { notes, ...view }: T,
  ) {
    const head = campaignView(campaign);
    const grades = await runInSlices(gradesOf(rows));
    const all = viewNotes(head, filter, { rows, grades, sensorSetups, own: notes });
    return { campaign: head, simulated: head.simulated, grades, ...view, notes: all };
  }
}

/** Of all cells. Yields after each row. */
function* gradesOf(rows: readonly ComparisonRow[]): Generator<void, LowGrades> {
  const low: TrustGrade[] = [];
  let cells = 0;
  for (const row of rows) {
    low.push(...lowOfRow(row));
    cells += row.cells.length;
    yield;
  }
  return { ...lowGrades(low), cells };
}

const lowOfRow = oncePerRow(({ cells }) =>
  cells.map(({ grade }) => grade).filter(({ grade }) => isTooLowToRank(grade)),
);
