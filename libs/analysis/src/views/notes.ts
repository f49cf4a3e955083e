import type { CampaignView } from '@joulefleet/contracts';
import {
  commandInText,
  describeLowGrades,
  describeWork,
  firstTexts,
  hasEnded,
  type ComparisonRow,
  type LowGrades,
} from '@joulefleet/core';
import { differentSetups } from '../different-setups';
import { noTrialNote } from '../no-trial-note';
import { oncePerRow } from './once-per-row';

const MAX_NOTES = 50;
/** Why nothing is known of loading or of warming up, and what helps. */
export const UNREAD_PHASE =
  'it was too short for a reading, or an older version judged the trials: `joulefleet results recompute --apply` adds it';

/** What of a campaign is looked at. */
export interface ViewFilter {
  device?: string | undefined;
  workload?: string | undefined;
  batchSize?: number | undefined;
}

/** `alexnet (static) on nano-1, batch 16`. */
export function describeRow(
  row: Pick<ComparisonRow, 'device' | 'workload' | 'graphMode' | 'options'> & { batchSize?: number },
): string {
  const batch = row.batchSize === undefined ? '' : `, batch ${row.batchSize}`;
  return `${describeWork(row)} on ${row.device}${batch}`;
}

interface Noted {
  rows: readonly ComparisonRow[];
  /** Of the cells of these rows. */
  grades: LowGrades;
  sensorSetups: ReadonlySet<string>;
  /** What a view says by itself. */
  own: readonly string[];
}

/** What holds for every view: where figures come from, what is still to come, grades that are too low, and cells that were not repeated. */
export function viewNotes(
  campaign: CampaignView,
  filter: ViewFilter,
  { rows, grades, sensorSetups, own }: Noted,
): string[] {
  const notes = [
    ...aboutCampaign(campaign),
    ...(rows.length === 0 ? [nothingNote(campaign, filter)] : []),
    ...(rows.length === 0 ? [] : differentSetups(sensorSetups)),
    ...[describeLowGrades(grades) ?? []].flat(),
    ...own,
  ];
  return firstTexts([...notes, ...rows.flatMap(aboutSingles)], MAX_NOTES);
}

function aboutCampaign({ simulated, state, trials }: CampaignView): string[] {
  const open = trials.pending + trials.assigned;
  return [
    ...(simulated ? ['simulated: these figures come from twins, not from boards'] : []),
    ...(hasEnded(state) ? [] : [`the campaign is ${state}: ${open} of ${trials.total} trials are still to come`]),
  ];
}

function nothingNote(campaign: CampaignView, { device, workload, batchSize }: ViewFilter): string {
  const asked = [
    ...(workload === undefined ? [] : [`of ${workload}`]),
    ...(device === undefined ? [] : [`on ${device}`]),
    ...(batchSize === undefined ? [] : [`at batch ${batchSize}`]),
  ].join(' ');
  if (asked !== '' && campaign.trials.accepted > 0) {
    return `no trial ${asked} was accepted: ${commandInText('campaign report')} names what the campaign measured, and why trials do not count`;
  }
  return noTrialNote(campaign);
}

const singlesOf = oncePerRow(({ cells }) => cells.filter(({ trials }) => trials < 2).length);

function aboutSingles(row: ComparisonRow): string[] {
  const singles = singlesOf(row);
  if (singles === 0) return [];
  return [
    `${describeRow(row)}: ${singles} cells have a single trial, whose interval is by the scatter of the device's other cells; ${commandInText('campaign extend --repetitions 2')} adds trials`,
  ];
}
