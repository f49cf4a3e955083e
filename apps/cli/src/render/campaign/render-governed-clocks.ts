import type { GovernedClock, ReportView } from '@joulefleet/contracts';
import { describeWork, formatFrequency } from '@joulefleet/core';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { fitTable } from '../table/fit-table';
import { inferencesColumn } from './inferences-column';

/** Levels shown by themselves, the most used first; the others are counted together. */
const SHOWN_LEVELS = 3;

const HEAD = [{ title: 'device' }, { title: 'workload' }, { title: 'batch', align: 'right' as const }];
const COLUMNS = [
  { title: 'clock' },
  { title: 'top', align: 'right' as const },
  { title: 'at the top', align: 'right' as const },
  { title: 'below it' },
];

/** Where governors held the clocks: of the baselines, or with `cells` of every cell that has such a clock. Empty when none was recorded. */
export function renderGovernedClocks(
  { governedClocks, rows }: ReportView,
  screen: Pick<Screen, 'colors' | 'columns'>,
  options: { cells: boolean },
): string {
  const baselines = new Set(rows.flatMap(({ device, dvfs }) => (dvfs ? [`${device} ${dvfs.cellKey}`] : [])));
  const shown = governedClocks.filter(({ device, cellKey }) => options.cells || baselines.has(`${device} ${cellKey}`));
  if (shown.length === 0) return '';
  const inferences = inferencesColumn(shown.map(({ levels }) => levels));
  const lines = mergePolicies(shown).map(({ clock, policies }) => [
    clock.device,
    describeWork(clock),
    String(clock.batchSize),
    ...inferences.cellsOf(clock.levels),
    clock.clock === 'gpu' ? 'GPU' : `CPU ${policies.join(', ')}`,
    formatFrequency(clock.topHz),
    `${clock.topSharePct.toFixed(1)} %${clock.method === 'sampled' ? ' *' : ''}`,
    belowText(clock),
  ]);
  const table = fitTable([...HEAD, ...inferences.columns, ...COLUMNS], lines, screen);
  const sampled = shown.some(({ method }) => method === 'sampled');
  const note = wrapText("* read once a second; without a star: by the kernel's counters", screen.columns);
  return sampled ? [table, ...note].join('\n') : table;
}

/** Policies of a CPU whose clocks were at the same levels for the same shares go into one line. */
function mergePolicies(clocks: readonly GovernedClock[]): { clock: GovernedClock; policies: number[] }[] {
  const merged: { clock: GovernedClock; policies: number[]; key: string }[] = [];
  for (const clock of clocks) {
    const key = `${clock.device} ${clock.cellKey} ${clock.clock} ${clock.topHz} ${belowText(clock)}`;
    const last = merged.at(-1);
    const policies = clock.policy === null ? [] : [clock.policy];
    if (last?.key === key) last.policies.push(...policies);
    else merged.push({ clock, policies, key });
  }
  return merged;
}

function belowText({ shares, topHz }: GovernedClock): string {
  const below = shares.filter(({ hz }) => hz !== topHz).sort((a, b) => b.sharePct - a.sharePct);
  const named = below
    .slice(0, SHOWN_LEVELS)
    .map(({ hz, sharePct }) => `${formatFrequency(hz)} ${sharePct.toFixed(1)} %`);
  const rest = below.slice(SHOWN_LEVELS);
  const restPct = rest.reduce((sum, { sharePct }) => sum + sharePct, 0);
  return [...named, ...(rest.length > 0 ? [`${rest.length} others ${restPct.toFixed(1)} %`] : [])].join(', ');
}
