import type { NightlyReport, NightView } from '@joulefleet/contracts';
import { describeNight, describeNightTrials } from '@joulefleet/core';
import { shortId } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import type { Colors } from '../../terminal/session';
import { formatDuration } from '../format/format-duration';
import { renderFields } from '../table/render-fields';
import { renderWrappedTable, type WrappedRow } from '../table/render-wrapped-table';
import { wrapText } from '../../terminal/wrap-text';

/** The last night of each schedule. */
export function renderNightly(nights: NightlyReport['nights'], screen: Screen, addCommand: string): string {
  if (nights.length === 0) return `There is no schedule yet. Add one: ${addCommand} NAME FILE --cron "0 22 * * *"`;
  return nights.map(({ schedule, night }) => renderNight(schedule, night, screen)).join('\n\n');
}

function renderNight(schedule: string, night: NightView | null, screen: Screen): string {
  const { colors } = screen;
  if (!night) return `${colors.bold(schedule)}  no night yet`;
  const { due, outcome, trials, underTest, campaign, continued, detail } = night;
  const fields = renderFields(
    [
      ['due', due.local],
      ['what happened', describeNight(night)],
      ['trials', trials && describeNightTrials(trials, outcome)],
      ['time', describeTime(night)],
      ['under test', underTest],
      ['campaign', campaign],
      ['began with', continued && `what ${continued} had left`],
      ['error', detail],
    ],
    screen,
  );
  return `${colors.bold(schedule)}  ${describeOutcome(night, colors)}\n${fields}`;
}

/** The starts of one schedule, a row each. */
export function renderHistory(nights: readonly NightView[], screen: Screen): string {
  if (nights.length === 0) return 'No start was due yet.';
  return renderWrappedTable(
    ['due', 'outcome', 'accepted', 'campaign', 'what happened'],
    nights.map((night) => rowOf(night, nights.flatMap(campaignsOf), screen.colors)),
    screen,
  );
}

function rowOf(night: NightView, all: readonly { id: string }[], colors: Colors): WrappedRow {
  const { trials, due, count, detail } = night;
  const accepted = trials ? `${trials.accepted}/${trials.total}` : '';
  const [campaign] = campaignsOf(night);
  const id = campaign ? shortId(campaign.id, all) : '';
  const dueText = count > 1 ? `${due.local} and ${count - 1} more` : due.local;
  const cells = [dueText, describeOutcome(night, colors), accepted, id];
  const said = [describeNight(night), ...(detail === null ? [] : [detail])].join(': ');
  return { cells, parts: cells.filter((cell) => cell !== ''), lines: (columns) => wrapText(said, columns) };
}

function campaignsOf({ campaign, continued }: NightView): { id: string }[] {
  const id = campaign ?? continued;
  return id === null ? [] : [{ id }];
}

function describeOutcome({ outcome }: NightView, colors: Colors): string {
  if (outcome === 'complete') return colors.green(outcome);
  return outcome === 'failed' ? colors.red(outcome) : colors.yellow(outcome);
}

function describeTime({ startedAt, endedAt, deviceHours }: NightView): string | null {
  if (startedAt === null) return null;
  const spanS = endedAt === null ? null : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  const device = `${formatDuration(deviceHours * 3600)} of device time`;
  return spanS === null ? device : `${formatDuration(spanS)}, ${device}`;
}
