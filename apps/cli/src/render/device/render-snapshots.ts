import type { FactsHistory } from '@joulefleet/contracts';
import { softwareOf } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { formatMomentAndDistance } from '../format/format-moment';
import { renderDrift } from './render-device';

const INDENT = '  ';

/** Snapshots of the facts: when, which software and power mode, and what had changed since the one before. */
export function renderSnapshots(snapshots: FactsHistory['snapshots'], screen: Screen): string {
  if (snapshots.length === 0) return 'It was not probed yet.';
  return snapshots
    .flatMap(({ takenAt, facts, drift }) => [
      screen.colors.bold(formatMomentAndDistance(takenAt, screen.nowMs)),
      ...indented(facts ? summaryOf(facts) : 'facts that this version cannot read', screen),
      ...drift.flatMap((change) => indented(renderDrift(change, screen.colors), screen)),
    ])
    .join('\n');
}

function summaryOf(facts: NonNullable<FactsHistory['snapshots'][number]['facts']>): string {
  const { powerMode } = facts;
  const mode = powerMode && `power mode ${powerMode.name ?? powerMode.id}`;
  return [softwareOf(facts), mode].filter(Boolean).join(', ');
}

function indented(text: string, { columns }: Screen): string[] {
  return wrapText(text, columns - INDENT.length).map((line) => `${INDENT}${line}`);
}
