import type { CampaignView } from '@joulefleet/contracts';
import { describeCounts, describeCampaignPhase } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';

export type ViewScreen = Pick<Screen, 'colors' | 'columns'>;

interface ViewHead {
  campaign: CampaignView;
  simulated: boolean;
  notes: readonly string[];
  leftOut: Readonly<Record<string, number>>;
}

/** One part of a page: a title, and what is below it. */
export interface ViewSection {
  title: string;
  body: readonly string[];
}

/** A view as a page: its campaign, its sections, how to read them, what is left out, notes. */
export function viewPage(
  { campaign, simulated, notes, leftOut }: ViewHead,
  sections: readonly ViewSection[],
  legend: readonly string[],
  { colors, columns }: ViewScreen,
): string {
  const paragraph = (text: string): string => wrapText(text, columns).join('\n');
  const counted = Object.entries(leftOut).filter(([, count]) => count > 0);
  const shown = counted.map(([list, count]) => `${list} ${count}`).join(', ');
  return [
    [
      `${colors.bold(campaign.name)}${simulated ? `  ${colors.yellow('SIMULATED')}` : ''}`,
      ...soFar(campaign).map(paragraph),
    ].join('\n'),
    ...sections
      .filter(({ body }) => body.some((text) => text !== ''))
      .map(({ title, body }) => [colors.bold(paragraph(title)), ...body.filter(Boolean)].join('\n')),
    sections.length === 0 ? '' : legend.map((text) => colors.dim(paragraph(text))).join('\n'),
    counted.length === 0 ? '' : paragraph(`Left out: ${shown}. Name a device or a workload to see them.`),
    notes.map((note) => colors.yellow(paragraph(`note: ${note}`))).join('\n'),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

/** Where not everything that was planned counts: what the figures are from. */
function soFar(campaign: CampaignView): string[] {
  const { accepted, total } = campaign.trials;
  const isWhole = campaign.phase === 'completed' && accepted === total;
  return isWhole ? [] : [`${describeCampaignPhase(campaign)}, ${describeCounts(campaign.trials)}`];
}

/** Lines of a text that is broken where the screen ends. */
export function lines(text: string, { columns }: ViewScreen): string {
  return wrapText(text, columns).join('\n');
}

/** What figures are divided by. */
export const PER_INFERENCE = 'per inference, or per unit that the workload counts';

export const INTERVALS =
  '[ ]: 95 % interval of repetition; ±: 95 % uncertainty of a figure on its own, meter included.';
