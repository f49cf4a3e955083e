import type { NightChange, NightChanges } from '@joulefleet/contracts';
import { describeChangeSize, describeDetectable, describeNightChange } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import type { Colors } from '../../terminal/session';
import { wrapText } from '../../terminal/wrap-text';
import { renderWrappedTable } from '../table/render-wrapped-table';

const SHOWN: ReadonlySet<NightChange['state']> = new Set(['confirmed', 'fixed', 'expected']);

/** One change after it was marked. */
export function renderNightChange(change: NightChange, screen: Screen): string {
  const notes = change.marks.map(describeMark);
  return [renderTable([change], screen), ...notes.flatMap((text) => wrapText(text, screen.columns))].join('\n');
}

function describeMark({ mark, by, at, note, link, until }: NightChange['marks'][number]): string {
  const extra = [...(until === null ? [] : [`until ${until}`]), ...[note, link].filter((text) => text !== null)];
  return [`${at} ${by}: ${mark}`, ...extra].join(', ');
}

/** What changed over the nights, the newest first; `all`: with what is suspected and what went away. */
export function renderNightChanges(view: NightChanges, screen: Screen, all: boolean): string {
  const shown = view.changes.filter(({ state }) => all || SHOWN.has(state));
  const suspected = view.changes.filter(({ state }) => state === 'suspected').length;
  const lines = [
    `${screen.colors.bold(view.schedule)}  ${describeNights(view)}${view.simulated ? '  SIMULATED' : ''}`,
    ...(shown.length === 0 ? [] : [renderTable(shown, screen)]),
    ...[
      ...(!all && suspected > 0 ? [`${suspected} more suspected: the next nights decide (--all shows them).`] : []),
      ...describeSensitivity(view),
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
    ['id', 'since', 'state', 'change', 'what'],
    changes.map((change) => {
      const cells = [change.id, change.since.local, describeState(change), colourSize(change, screen.colors)];
      return { cells, parts: cells, lines: (columns) => wrapText(describeNightChange(change), columns) };
    }),
    screen,
  );
}

function describeState({ state, acknowledged }: NightChange): string {
  return acknowledged ? 'acknowledged' : state.replace('_', ' ');
}

function colourSize(change: NightChange, colors: Colors): string {
  const text = describeChangeSize(change);
  return change.changePct > 0 ? colors.red(text) : colors.green(text);
}

function describeSensitivity(view: NightChanges): string[] {
  if (view.detectable.length === 0) return [];
  return [
    `Would be seen within seven nights: ${describeDetectable(view)}.`,
    `Expected by chance alone: ${view.expectedFalsePerNight.toFixed(4)} confirmed changes a night.`,
    ...describeSelfTest(view.selfTest),
  ];
}

function describeSelfTest({ injected, found, untouched, madeUp }: NightChanges['selfTest']): string[] {
  if (injected === 0) return [];
  return [
    `Self-test: of ${injected} changes of 2 % that were put into copies ${found} were seen, of ${untouched} untouched copies ${madeUp}.`,
  ];
}
