import type { StudySource } from '@joulefleet/core';
import type { Block, ReportDocument, Table } from '@joulefleet/figures';
import type { PaperRow } from '../../paper/paper-result';
import { countVerdicts, describeErrors, describeWork, SIMULATED, type StudySummary } from './render-study';
import { batchFigures, graphFigures, sweepFigures, topologyFigures } from './study-figures';

/** Parts of the study, by the beginning of the path of a figure. */
const PARTS: readonly [string, readonly string[]][] = [
  ['Savings, optima and the shape of energy over both clocks', ['topology']],
  ['Frequency sweeps', ['frequencySweeps']],
  ['Governors', ['dvfs']],
  ['Batch size', ['batchSize']],
  ['Graphs and implementations', ['graph', 'implementation']],
  ['Protocol and clocks of the boards', ['protocol', 'devices']],
];

const VERDICTS: Record<PaperRow['status'], string> = {
  holds: 'holds',
  fails: 'FAILS',
  reported: 'contradicts others',
  unmeasured: 'not measured',
  input: 'input',
};

/** Chapter 5 of the study, figure by figure, with what was measured and what is true of the twins. */
export function studyDocument(summary: StudySummary, source: StudySource, version: string): ReportDocument {
  const { rows, outsideTolerance } = summary;
  const verdict =
    outsideTolerance === 0 ? 'No figure is outside its tolerance.' : `${outsideTolerance} figures are outside.`;
  const blocks: Block[] = [
    { kind: 'notice', text: SIMULATED },
    { kind: 'paragraph', text: `${describeWork(summary)}, with Joulefleet ${version}.` },
    { kind: 'paragraph', text: `${countVerdicts(rows)}. ${verdict} ${describeErrors(summary.energies)}` },
    { kind: 'heading', text: 'Number by number' },
    ...PARTS.flatMap(([title, beginnings]) => partOf(title, rows, beginnings)),
    ...drawn('Frequency sweeps', sweepFigures(source)),
    ...drawn('Energy over both clocks', topologyFigures(source)),
    ...drawn('Batch sizes', batchFigures(source)),
    ...drawn('Static and dynamic graphs', graphFigures(source)),
  ];
  return { title: 'The study on simulated boards', language: 'en', blocks: blocks.map(markSimulated) };
}

function markSimulated(block: Block): Block {
  if (block.kind === 'heading') return { ...block, text: `${block.text} (simulated)` };
  if (block.kind === 'figure' || block.kind === 'table') return { ...block, caption: `${block.caption} Simulated.` };
  return block;
}

function drawn(title: string, figures: readonly Block[]): Block[] {
  const nothing = { kind: 'paragraph', text: 'Nothing that these figures take was measured.' } as const;
  return [{ kind: 'heading', text: title }, ...(figures.length > 0 ? figures : [nothing])];
}

function partOf(title: string, rows: readonly PaperRow[], beginnings: readonly string[]): Block[] {
  const own = rows.filter(({ path, status }) => status !== 'input' && beginnings.includes(path.split('.')[0]!));
  if (own.length === 0) return [];
  const caption = `${title}: the study, what was measured, and what is true of the twins. An interval (±) of 95 % widens the tolerance.`;
  return [{ kind: 'table', caption, table: tableOf(own) }];
}

function tableOf(rows: readonly PaperRow[]): Table {
  return {
    columns: ['figure', 'study', 'measured', "twins' truth", 'tolerance', 'verdict'],
    numeric: [],
    rows: rows.map(({ expectation, study, found, truth, tolerance, status, note }) => [
      ...[expectation, study, found, truth ?? '-', tolerance],
      note === undefined ? VERDICTS[status] : `${VERDICTS[status]}: ${note}`,
    ]),
  };
}
