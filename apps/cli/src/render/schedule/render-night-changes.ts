import type { NightChange, NightChanges } from '@joulefleet/contracts';
import type { Screen } from '../../terminal/screen';
import type { Colors } from '../../terminal/session';
import { wrapText } from '../../terminal/wrap-text';
import { renderWrappedTable } from '../table/render-wrapped-table';

const METRICS: Readonly<Record<NightChange['metric'], string>> = {
  energy: 'energy per inference',
  latency: 'time of an inference',
  power: 'mean power',
  load_energy: 'energy of loading',
};

/** What changed over the nights, the newest first; `all`: with what is suspected and what went away. */
export function renderNightChanges(view: NightChanges, screen: Screen, all: boolean): string {
  const shown = view.changes.filter(({ state }) => all || state === 'confirmed' || state === 'fixed');
  const suspected = view.changes.filter(({ state }) => state === 'suspected').length;
  const lines = [
    `${screen.colors.bold(view.schedule)}  ${describeNights(view)}${view.simulated ? '  SIMULATED' : ''}`,
    ...(shown.length === 0 ? [] : [renderTable(shown, screen)]),
    ...[
      ...(!all && suspected > 0 ? [`${suspected} more suspected: the next nights decide (--all shows them).`] : []),
      ...describeDetectable(view),
    ].flatMap((text) => wrapText(text, screen.columns)),
  ];
  return lines.join('\n');
}

function describeNights({ nights, learning, changes }: NightChanges): string {
  if (learning > 0) return `${nights} nights, judged after ${learning} more`;
  const open = changes.filter(({ state }) => state === 'confirmed').length;
  return `${nights} nights, ${open === 0 ? 'no change' : open === 1 ? '1 change' : `${open} changes`} confirmed and open`;
}

function renderTable(changes: readonly NightChange[], screen: Screen): string {
  return renderWrappedTable(
    ['since', 'state', 'change', 'what'],
    changes.map((change) => {
      const cells = [change.since.local, change.state.replace('_', ' '), describeSize(change, screen.colors)];
      return { cells, parts: cells, lines: (columns) => wrapText(describeChange(change), columns) };
    }),
    screen,
  );
}

function describeSize({ changePct }: NightChange, colors: Colors): string {
  const text = `${changePct > 0 ? '+' : ''}${changePct.toFixed(1)} %`;
  return changePct > 0 ? colors.red(text) : colors.green(text);
}

function describeChange({ kind, about, device, metric, cells, underTest }: NightChange): string {
  const where =
    kind === 'device' ? `all of ${about}` : kind === 'group' ? `${about} (${cells} cells)` : `${device}: ${about}`;
  const versions =
    underTest.before === underTest.since ? [] : [`${underTest.before ?? '?'} to ${underTest.since ?? '?'}`];
  return [METRICS[metric], where, ...versions].join('; ');
}

function describeDetectable({ detectable, expectedFalsePerNight }: NightChanges): string[] {
  if (detectable.length === 0) return [];
  const parts = detectable.map(
    ({ metric, halfPct, allPct }) => `${METRICS[metric]} ${halfPct.toFixed(1)} % (every cell ${allPct.toFixed(1)} %)`,
  );
  return [
    `Would be seen within seven nights: ${parts.join(', ')}.`,
    `Expected by chance alone: ${expectedFalsePerNight.toFixed(4)} confirmed changes a night.`,
  ];
}
