import type { NightChange, NightDigest } from '@joulefleet/contracts';
import { cleanText, describeNight, describeNightTrials } from '@joulefleet/core';
import { describeChangeSize, describeNightChange } from '@joulefleet/figures';

/** A title of one line, and a text in paragraphs. */
export interface Described {
  title: string;
  text: string;
}

const MAX_LINE = 300;
const SIMULATED = 'All figures are simulated.';

/** The digest of a night in words. */
export function describeNightDigest(digest: NightDigest): Described {
  const { schedule, night, changes, more, notJudged, simulated } = digest;
  const paragraphs = [
    describeOutcome(digest),
    ...groupsOf(changes).map(([title, members]) => describeGroup(title, members)),
    ...(more > 0 ? [`And ${more} more.`] : []),
    ...(notJudged === null ? [] : [`The nights could not be judged: ${notJudged}`]),
    ...(notJudged === null && night.skipped === null ? [describeRest(digest)] : []),
    `All of it: joulefleet nightly changes ${schedule} --all`,
    ...(simulated ? [SIMULATED] : []),
  ];
  return { title: titleOf(digest), text: paragraphs.join('\n\n') };
}

function titleOf({ schedule, night, changes, notJudged }: NightDigest): string {
  const said = [
    ...groupsOf(changes).map(([title, { length }]) => `${length} ${title.toLowerCase()}`),
    ...(night.outcome === 'failed' || night.outcome === 'incomplete' ? [`night ${night.outcome}`] : []),
    ...(notJudged === null ? [] : ['not judged']),
  ];
  return `${schedule}: ${said.length > 0 ? said.join(', ') : 'no change'}`;
}

/** `Worse`, `Better` and `Fixed`, as far as there are any. */
function groupsOf(changes: readonly NightChange[]): [string, NightChange[]][] {
  const open = changes.filter(({ state }) => state === 'confirmed');
  const groups: [string, NightChange[]][] = [
    ['Worse', open.filter(({ changePct }) => changePct > 0)],
    ['Better', open.filter(({ changePct }) => changePct <= 0)],
    ['Fixed', changes.filter(({ state }) => state === 'fixed')],
  ];
  return groups.filter(([, members]) => members.length > 0);
}

export function describeGroup(title: string, changes: readonly NightChange[]): string {
  return [`${title}:`, ...changes.map((change) => `- ${describeChange(change)}`)].join('\n');
}

function describeChange(change: NightChange): string {
  const taken = change.acknowledged ? ' (acknowledged)' : '';
  return line(`${describeChangeSize(change)} since ${change.since.local}${taken}: ${describeNightChange(change)}`);
}

function describeOutcome({ night }: NightDigest): string {
  const { due, count, outcome, trials, underTest, detail } = night;
  const when = count > 1 ? `${count} starts from ${due.local} on` : `The night of ${due.local}`;
  return [
    line(`${when}: ${outcome}, ${describeNight(night)}${trials ? `; ${describeNightTrials(trials, outcome)}` : ''}.`),
    ...(detail === null ? [] : [line(`Error: ${detail}`)]),
    ...(underTest === null ? [] : [line(`Under test: ${underTest}`)]),
  ].join('\n');
}

function describeRest({ open, suspected, learning }: NightDigest): string {
  if (learning > 0) return `Nights are judged after ${learning} more.`;
  const taken = open.acknowledged > 0 ? `, ${open.acknowledged} of them acknowledged` : '';
  return `Open: ${open.worse} worse, ${open.better} better${taken}; ${suspected} suspected.`;
}

/** Texts of resolvers and campaign files may have lines of their own. */
function line(text: string): string {
  const one = cleanText(text.replace(/\s+/g, ' ').trim());
  return one.length > MAX_LINE ? `${one.slice(0, MAX_LINE)}…` : one;
}
