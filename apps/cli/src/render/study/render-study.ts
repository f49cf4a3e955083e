import { formatCount } from '@joulefleet/figures';
import type { EnergyErrors, PaperResult, PaperRow } from '../../paper/paper-result';
import type { Colors } from '../../terminal/session';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { fitTable } from '../table/fit-table';

const COLUMNS = [
  { title: 'figure' },
  { title: 'study' },
  { title: 'measured' },
  { title: "twins' truth" },
  { title: 'tolerance' },
  { title: 'verdict' },
] as const;

export interface StudySummary extends PaperResult {
  quick: boolean;
  minutes: number;
}

/** To be said wherever its figures are. */
export const SIMULATED =
  'Everything here is simulated: it says how well Joulefleet measures, and nothing about real boards.';

/** The study's figures beside those that were measured and those of the twins' physics, then what was measured and how well. */
export function renderStudy(summary: StudySummary, screen: Screen): string {
  const { rows, energies } = summary;
  const { colors } = screen;
  const shown = rows.filter(({ status }) => status !== 'input' && status !== 'unmeasured');
  const cells = shown.map((row) => {
    const verdict = verdictOf(row, colors);
    return [row.expectation, row.study, row.found, row.truth ?? '-', row.tolerance, verdict];
  });
  const notes = rows.flatMap(({ status, expectation, note }) =>
    status === 'fails' || status === 'reported' ? [`${expectation}: ${note ?? 'outside its tolerance'}.`] : [],
  );
  const texts = [
    `${countVerdicts(rows)}. An interval (±) of 95 % widens the tolerance of its figure.`,
    ...notes,
    describeErrors(energies),
    SIMULATED,
  ];
  return [
    colors.bold('The study on simulated boards'),
    describeWork(summary),
    '',
    fitTable(COLUMNS, cells, screen),
    '',
    ...texts.flatMap((text) => wrapText(text, screen.columns)),
  ].join('\n');
}

/** How much was measured, and how long it took. */
export function describeWork({ trials, deviceHours, minutes, quick }: StudySummary): string {
  const hours = `${deviceHours.toFixed(1)} hours of the boards`;
  return `${formatCount(trials, 'trial')} (${hours}) in ${minutes.toFixed(1)} min${quick ? ', quick' : ''}`;
}

function verdictOf({ status }: PaperRow, { green, red, yellow }: Colors): string {
  if (status === 'holds') return green('holds');
  return status === 'fails' ? red('FAILS') : yellow(status);
}

/** How many figures hold, and what became of the others. */
export function countVerdicts(rows: readonly PaperRow[]): string {
  const count = (status: PaperRow['status']): number => rows.filter((row) => row.status === status).length;
  const others = `${count('reported')} contradict others of the study, ${count('unmeasured')} were not measured`;
  return `${count('holds')} figures hold, ${count('fails')} fail, ${others}`;
}

/** How far energies are off what the twins spent. */
export function describeErrors({ trials, rmsPct, worstPct, beyondHalfPct, beyondUncertainty }: EnergyErrors): string {
  const off = `${rmsPct.toFixed(2)} % rms, ${worstPct.toFixed(2)} % at worst`;
  const beyond = `${formatCount(beyondHalfPct, 'trial')} off by more than 0.5 %, ${beyondUncertainty} of them by more than stated`;
  return `Energy of ${formatCount(trials, 'trial')} against what the twins spent: ${off}; ${beyond}.`;
}
