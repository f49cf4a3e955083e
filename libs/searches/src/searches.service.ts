import { Inject, Injectable } from '@nestjs/common';
import { runInSlices } from '@joulefleet/campaigns';
import {
  storedSearchEnds,
  strategySpec,
  type CampaignSearchView,
  type OneSearchView,
  type SearchPointView,
} from '@joulefleet/contracts';
import { Fault, hasEnded, isOfSearch, Semaphore, type CampaignState, type GuidedParameters } from '@joulefleet/core';
import {
  DATABASE,
  readSearchDevices,
  readSearchTrials,
  readSearchVerdicts,
  type CampaignSummary,
  type Database,
} from '@joulefleet/store';
import { readSearches } from './read-searches';
import { pointOfSearch, viewOfSearch, type SearchToView } from './view-search';

/** Searches whose points are kept. */
const MAX_KEPT = 64;
/** Points of a course, at most twice as many: what was believed then is computed anew. */
const POINTS = 24;

type Points = Map<string, SearchPointView>;

/** Searches as clients see them: computed from what is stored, a slice at a time, one after another. */
@Injectable()
export class SearchesService {
  private readonly turns = new Semaphore(1);
  /** By campaign and search: what was believed after a history is always the same. */
  private readonly kept = new Map<string, Points>();

  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** @throws Fault `campaign_no_search` (operator). */
  async view(campaign: CampaignSummary): Promise<CampaignSearchView> {
    if (campaign.strategy !== 'search') throw noSearch(campaign);
    return this.turns.run(() => this.compute(campaign));
  }

  private async compute(campaign: CampaignSummary): Promise<CampaignSearchView> {
    const { id, name, simulated } = campaign;
    const state = campaign.state as CampaignState;
    const searches: OneSearchView[] = [];
    for (const [index, one] of (await this.read(campaign)).entries()) {
      const course = await this.course(`${id} ${index}`, one);
      searches.push(await runInSlices(viewOfSearch(one, course)));
    }
    return { id, name, state, simulated, searches };
  }

  private async read({ id, state, strategyParameters: parameters }: CampaignSummary): Promise<SearchToView[]> {
    const { pool } = this.database;
    const guided = strategySpec.parse({ name: 'search', parameters }).parameters as GuidedParameters;
    const { cells, searches } = await readSearches(pool, id, guided);
    const trials = await readSearchTrials(pool, id);
    const devices = await readSearchDevices(pool, id);
    const stored = storedSearchEnds.nullable().parse(await readSearchVerdicts(pool, id));
    const nameOf = new Map(devices.map(({ deviceId, name }) => [deviceId, name]));
    const present = new Set(
      devices.filter(({ availability }) => availability !== 'retired').map(({ deviceId }) => deviceId),
    );
    return searches.map((search) => {
      const own = new Set(search.problem.candidates.map(({ cell }) => cell));
      const hasDevice = search.deviceIds.some((deviceId) => present.has(deviceId));
      const ended = hasEnded(state as CampaignState) || !hasDevice;
      return { search, cells, trials: trials.filter(({ cell }) => own.has(cell)), nameOf, hasDevice, ended, stored };
    });
  }

  private async course(key: string, { search, trials }: SearchToView): Promise<SearchPointView[]> {
    const kept = this.pointsOf(key);
    const course: SearchPointView[] = [];
    const searched = trials.filter(isOfSearch);
    for (const count of countsOf(searched.length)) {
      const first = searched.slice(0, count);
      const look = lookOf(first);
      const point = kept.get(look) ?? (await runInSlices(pointOfSearch(search, first)));
      kept.set(look, point);
      course.push(point);
    }
    return course;
  }

  private pointsOf(key: string): Points {
    const points = this.kept.get(key) ?? new Map<string, SearchPointView>();
    this.kept.delete(key);
    this.kept.set(key, points);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_KEPT) break;
      this.kept.delete(oldest);
    }
    return points;
  }
}

/** After how many trials a point is: some tens, whose step doubles as the search goes on, and the last. */
function countsOf(trials: number): number[] {
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(trials / (2 * POINTS))));
  const counts = Array.from({ length: Math.floor(trials / step) + 1 }, (_, index) => index * step);
  return trials % step === 0 ? counts : [...counts, trials];
}

function lookOf(trials: SearchToView['trials']): string {
  return JSON.stringify(trials.map(({ trialId, state, energyMj }) => [trialId, state, energyMj]));
}

function noSearch({ name, strategy }: CampaignSummary): Fault {
  return new Fault(`${name} is a ${strategy}: it measures every cell, and searches for nothing`, {
    code: 'campaign_no_search',
    origin: 'operator',
    transient: false,
    remedy: 'See `joulefleet campaign report`, or launch the file with strategy: search.',
  });
}
