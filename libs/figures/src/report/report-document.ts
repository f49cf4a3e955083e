import type { ReportView } from '@joulefleet/contracts';
import { describeLevel, describeWork, INFERENCE, shownFactors } from '@joulefleet/core';
import type { Block, ReportDocument, Table } from '../document/block';
import { baselineTitle } from './baseline-title';
import { describeCounts } from './describe-counts';
import { describeCampaignPhase } from './describe-campaign-phase';
import { deviceEffectLines } from './device-effect-lines';
import { gradeLines, gradeText, ratioGrade } from './grade-lines';
import { formatEnergy, formatPct, formatRatio } from '../text/format-quantity';
import { bibtexEntry } from './bibtex';
import { conditionRows, methodsOf } from './methods';
import { reportFigures } from './report-figures';

const MAX_GRADE_ROWS = 20;

/** A report as a document: every heading and caption says that it is simulated if it is. */
export function reportDocument(report: ReportView, version: string): ReportDocument {
  const { campaign, simulated } = report;
  const blocks = [
    ...summary(report),
    ...results(report),
    ...methods(report, version),
    ...gaps(report),
    ...cite(report, version),
  ];
  return {
    title: simulated ? `${campaign.name} (simulated)` : campaign.name,
    language: 'en',
    blocks: simulated ? blocks.map(markSimulated) : blocks,
  };
}

function markSimulated(block: Block): Block {
  if (block.kind === 'heading') return { ...block, text: `${block.text} (simulated)` };
  if (block.kind === 'figure' || block.kind === 'table') return { ...block, caption: `${block.caption} Simulated.` };
  return block;
}

function summary({ campaign, warnings }: ReportView): Block[] {
  return [
    {
      kind: 'paragraph',
      text: `Campaign ${campaign.id}: ${describeCampaignPhase(campaign)}, ${describeCounts(campaign.trials)}.`,
    },
    ...warnings.map((text) => ({ kind: 'notice' as const, text: `Warning: ${text}` })),
  ];
}

function results(report: ReportView): Block[] {
  const { figures, leftOut } = reportFigures(report);
  const left = `${leftOut} more figures of these kinds are left out; \`campaign report --device NAME\` makes those of one device.`;
  return [
    { kind: 'heading', text: 'Results' },
    report.rows.length === 0
      ? { kind: 'paragraph', text: 'No trial was accepted, so there are no figures.' }
      : {
          kind: 'table',
          caption:
            'Optimum clocks of each device and work, against the baseline. ± is half of the 95 % coverage interval; [ ] is a 95 % interval.',
          table: optima(report),
        },
    ...(report.ratios.length > 0
      ? [
          {
            kind: 'table' as const,
            caption: 'Devices against each other: ratios above 1 mean that the first device takes more.',
            table: ratios(report),
          },
        ]
      : []),
    ...effects(report),
    ...grades(report),
    ...figures,
    ...(leftOut > 0 ? [{ kind: 'paragraph' as const, text: left }] : []),
  ];
}

function effects({ deviceEffects }: ReportView): Block[] {
  return deviceEffectLines(deviceEffects).map((text) => ({ kind: 'paragraph' as const, text: `${text}.` }));
}

function grades(report: ReportView): Block[] {
  const rows = gradeLines(report, true).map(({ grade, figures, reason, raise }) => [
    ...[grade, String(figures), reason, raise],
  ]);
  if (rows.length === 0) return [];
  const caption =
    'Trust grades of the cells, from A to F: how far their energies can be trusted. Figures of D or worse are not ranked.';
  const columns = ['grade', 'cells', 'why', 'better with'];
  return [{ kind: 'table', caption, table: { columns, numeric: [1], rows: rows.slice(0, MAX_GRADE_ROWS) } }];
}

function optima({ rows }: ReportView): Table {
  // The methods name a number that is the same everywhere.
  const isCounted = new Set(rows.map(countOf)).size > 1 || rows.some(({ unit }) => unit !== INFERENCE);
  const factors = shownFactors(rows.flatMap(({ optimum }) => (optimum ? [optimum.levels] : [])));
  return {
    columns: [
      'device',
      'work',
      'batch',
      ...(isCounted ? ['inferences'] : []),
      ...factors.map(({ title }) => title),
      'energy',
      'baseline',
      'saving',
      'time',
      'may be best',
      'grade',
    ],
    numeric: isCounted ? [2, 3] : [2],
    rows: rows.map((row) => {
      const { device, batchSize, optimum, dvfs, latencyCostPct, nearOptimum } = row;
      const saving = row.correctedSavingPct ?? row.savingPct;
      const energy = (cell: typeof optimum) =>
        cell ? formatEnergy(cell.energyMj.estimate, cell.absoluteUncertaintyMj) : 'none';
      return [
        ...[device, describeWork(row), String(batchSize)],
        ...(isCounted ? [countOf(row)] : []),
        ...factors.map((factor) => (optimum ? describeLevel(factor, optimum.levels) : '')),
        ...[energy(optimum), energy(dvfs), saving ? formatPct(saving) : ''],
        ...[latencyCostPct ? formatPct(latencyCostPct, '+') : '', String(nearOptimum)],
        optimum ? gradeText(optimum.grade.grade) : '',
      ];
    }),
  };
}

function countOf({ inferences, unit }: ReportView['rows'][number]): string {
  return `${inferences}${unit === INFERENCE ? '' : ` ${unit}s`}`;
}

function ratios(report: ReportView): Table {
  const at = { optimum: 'each optimum', dvfs: baselineTitle(report) };
  return {
    columns: ['device', 'against', 'work', 'batch', 'at', 'energy', 'time', 'grade'],
    numeric: [3],
    rows: report.ratios.map((ratio) => [
      ...[ratio.device, ratio.against, describeWork(ratio), String(ratio.batchSize), at[ratio.at]],
      ...[formatRatio(ratio.energyRatio), formatRatio(ratio.durationRatio), ratioGrade(ratio)],
    ]),
  };
}

function methods(report: ReportView, version: string): Block[] {
  return [
    { kind: 'heading', text: 'Methods' },
    ...methodsOf(report, version).map((text) => ({ kind: 'paragraph' as const, text })),
    {
      kind: 'table',
      caption:
        'Conditions of each board while the campaign was executed; more than one line: it was changed on the way.',
      table: {
        columns: ['device', 'model', 'JetPack', 'L4T', 'kernel', 'in force'],
        numeric: [],
        rows: conditionRows(report),
      },
    },
  ];
}

function gaps({ rejected, flagged, failures, leftOut }: ReportView): Block[] {
  const listed = Object.entries(leftOut).filter(([, count]) => count > 0);
  const rows = [
    ...rejected.map(({ device, check, attempts, trials }) => [
      device,
      'rejected',
      check,
      `${attempts} attempts of ${trials} trials`,
    ]),
    ...flagged.map(({ device, flag, trials }) => [device, 'flagged, counts', flag, `${trials} trials`]),
    ...failures.map((each) => [
      each.device,
      each.state,
      `${describeWork(each)}, batch ${each.batchSize}: ${each.reason}`,
      `${each.trials} trials`,
    ]),
  ];
  return [
    { kind: 'heading', text: 'What does not count, and what is left out' },
    rows.length === 0
      ? { kind: 'paragraph', text: 'No trial was rejected, flagged, failed or skipped.' }
      : {
          kind: 'table',
          caption:
            'Attempts that were rejected and measured again, trials that count with a flag, and trials without a result.',
          table: { columns: ['device', 'what', 'why', 'how many'], numeric: [], rows },
        },
    ...(listed.length > 0
      ? [
          {
            kind: 'notice' as const,
            text: `This report leaves out: ${listed.map(([list, count]) => `${list} ${count}`).join(', ')}.`,
          },
        ]
      : []),
  ];
}

function cite(report: ReportView, version: string): Block[] {
  return [
    { kind: 'heading', text: 'How to cite' },
    { kind: 'code', text: bibtexEntry(report, version) },
  ];
}
