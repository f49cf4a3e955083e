import { runInSlices } from '@joulefleet/campaigns';
import type { GuidedParameters, SearchEnd } from '@joulefleet/core';
import { proposeTrials, readSearches, type GuidedSearch, type SearchProposals } from '@joulefleet/searches';
import {
  appendSearchTrials,
  readSearchDevices,
  readSearchTrials,
  withdrawTrials,
  type CampaignToAsk,
  type Database,
  type SearchingDevice,
  type SpaceCell,
} from '@joulefleet/store';

/** A campaign that searches, as it was asked last. */
interface AskedSearch {
  /** They never change. */
  readonly cells: readonly SpaceCell[];
  readonly searches: readonly GuidedSearch[];
  /** What its devices looked like when nothing was proposed; null: something was. */
  look: string | null;
  /** How each search ended; null: one still runs. */
  ends: readonly SearchEnd[] | null;
}

/** `stopped`: all searches of the campaign have ended, and the campaign with them. */
export type SearchAnswer =
  | { readonly kind: 'appended' | 'waiting' }
  | { readonly kind: 'stopped'; readonly searches: readonly GuidedSearch[]; readonly ends: readonly SearchEnd[] };

const WAITING: SearchAnswer = { kind: 'waiting' };
const APPENDED: SearchAnswer = { kind: 'appended' };

/** By id of the campaign. */
export type AskedSearches = Map<string, AskedSearch>;

/**
 * Asks the searches of a campaign what comes next, when a trial has settled, or a device came or went: appends what they propose.
 */
export async function askSearch(
  database: Database,
  asked: AskedSearches,
  { id, planVersion }: CampaignToAsk,
  parameters: GuidedParameters,
): Promise<SearchAnswer> {
  const known = asked.get(id) ?? (await beginToAsk(database, id, parameters));
  asked.set(id, known);
  const devices = await readSearchDevices(database.pool, id);
  const look = JSON.stringify([planVersion, devices]);
  if (known.look === look) return answerOf(known);
  if (devices.some(({ isAway, open }) => isAway && open > 0) && (await withdrawTrials(database, id)) > 0)
    return APPENDED;
  const { trials, ends } = await propose(database, id, known, devices);
  if (trials.length > 0) {
    const rows = trials.map(({ cell, ...rest }) => ({ ...rest, cellId: known.cells[cell]!.cellId }));
    return (await appendSearchTrials(database, id, planVersion, rows)) ? APPENDED : WAITING;
  }
  Object.assign(known, { look, ends });
  return answerOf(known);
}

function answerOf({ searches, ends }: AskedSearch): SearchAnswer {
  return ends ? { kind: 'stopped', searches, ends } : WAITING;
}

async function beginToAsk(database: Database, id: string, parameters: GuidedParameters): Promise<AskedSearch> {
  return { ...(await readSearches(database.pool, id, parameters)), look: null, ends: null };
}

async function propose(
  database: Database,
  id: string,
  { searches }: AskedSearch,
  devices: readonly SearchingDevice[],
): Promise<SearchProposals> {
  const history = await readSearchTrials(database.pool, id);
  const left = new Set(
    devices.filter(({ availability }) => availability === 'retired').map(({ deviceId }) => deviceId),
  );
  const present = devices.filter(({ isAway }) => !isAway);
  return runInSlices(proposeTrials(searches, present, history, left));
}
