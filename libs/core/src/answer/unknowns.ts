import type { AskedCampaign, Candidate, FoundAnswer } from './find-answer';
import type { ComparisonRow } from '../comparison/compare-cells';
import type { CellSummary } from '../comparison/measured-cell';
import { sweepEdges } from '../comparison/sweep-edges';
import { formatFrequency } from '../factors/format-frequency';
import { describeWork } from '../factors/workload-options';
import type { Question } from './question';

/** Something that the answer does not know, and how to get it. */
export interface Unknown {
  what: string;
  how: string;
}

/** What was asked for, for people. */
export interface Asked extends Question {
  workload: string;
  device: string | null;
  deviceClass: string | null;
  batchSize: number | null;
}

/** What is not known, most important first. Pure. */
export function unknownsOf(asked: Asked, campaigns: readonly AskedCampaign[], found: FoundAnswer): Unknown[] {
  const { best, baseline, candidates } = found;
  if (candidates.all === 0) return [nothingMeasured(asked, campaigns)];
  return [
    ...(best ? [] : [nothingFits(asked, found)]),
    ...(best?.fit === 'perhaps' ? [onlyPerhaps()] : []),
    ...lowGradesOf(found),
    ...(best?.cell.trials === 1 ? [singleTrial()] : []),
    ...(best && !baseline ? [noBaseline()] : []),
    ...(baseline && !baseline.corrected && best!.cell.cellKey !== baseline.cell.cellKey ? [notCorrected()] : []),
    ...(best ? beyondTheSweep(best, campaigns) : []),
    ...(best ? otherBatchSizes(asked, campaigns) : []),
  ];
}

function lowGradesOf(found: FoundAnswer): Unknown[] {
  const { best, baseline } = found;
  if (!best) return [];
  if (!best.rankable) return [tooLow('its grade is', best.cell, 'to rank by')];
  const governors =
    baseline && !baseline.rankable
      ? [tooLow('the grade of the governors is', baseline.cell, 'to quote a saving over them')]
      : [];
  return [...governors, ...unrankedRivals(found.runnersUp)];
}

function tooLow(what: string, { grade: { grade, reasons, raise } }: CellSummary, why: string): Unknown {
  return { what: `${what} ${grade}, too low ${why}: ${reasons.join('; ')}`, how: raise.join('; ') };
}

/** Cells that might be the answer, but for their grades. */
function unrankedRivals(runnersUp: readonly Candidate[]): Unknown[] {
  const rivals = runnersUp.filter(({ rankable, mayBeBest }) => !rankable && mayBeBest);
  const [first] = rivals;
  if (!first) return [];
  const { grade, reasons, raise } = first.cell.grade;
  return [
    {
      what: `${rivals.length} of the runners-up may be as good, but their grades are too low to rank (${grade}: ${reasons.join('; ')})`,
      how: raise.join('; '),
    },
  ];
}

function nothingMeasured(
  { workload, device, deviceClass, batchSize }: Asked,
  campaigns: readonly AskedCampaign[],
): Unknown {
  const where = [
    ...(device === null ? [] : [`on ${device}`]),
    ...(deviceClass === null ? [] : [`on a ${deviceClass}`]),
    ...(batchSize === null ? [] : [`at batch ${batchSize}`]),
  ].join(' ');
  const what = where === '' ? workload : `${workload} ${where}`;
  return {
    what: `${what}: ${campaigns.length === 0 ? 'no campaign that you may see measured it' : 'no trial was accepted'}`,
    how: 'launch the campaign file below; `joulefleet campaign report` says why trials of an earlier one do not count',
  };
}

function nothingFits({ maxLatencyMs, maxPowerMw }: Asked, { candidates }: FoundAnswer): Unknown {
  const limits = [
    ...(maxLatencyMs === null ? [] : [`${maxLatencyMs} ms a batch`]),
    ...(maxPowerMw === null ? [] : [`${maxPowerMw / 1e3} W`]),
  ].join(' and ');
  return {
    what: `none of ${candidates.all} measured cells keeps ${limits}`,
    how: 'relax a limit, or measure other clocks, smaller batches or another board with the campaign file below',
  };
}

function onlyPerhaps(): Unknown {
  return {
    what: 'no cell keeps the limits with certainty: the upper end of an interval is above one of them',
    how: 'narrower intervals: `joulefleet campaign extend --repetitions 5`, and `joulefleet calibration add` for the power',
  };
}

function singleTrial(): Unknown {
  return {
    what: 'it was measured once: whether it repeats is not known',
    how: '`joulefleet campaign extend --repetitions 4`',
  };
}

function noBaseline(): Unknown {
  return {
    what: 'what it saves is not known: the governors were not measured with this work',
    how: 'baseline: stock in the campaign file, and `joulefleet campaign extend --file`',
  };
}

function notCorrected(): Unknown {
  return {
    what: 'the saving still has the luck of the choice in it: it was chosen by the trials that measure it',
    how: 'measure both cells again in a campaign of their own, with five repetitions',
  };
}

/** Where the answer is at an end of the clocks that campaigns measured with its work on its device. */
function beyondTheSweep({ row, cell }: Candidate, campaigns: readonly AskedCampaign[]): Unknown[] {
  const same = campaigns.flatMap(({ rows }) =>
    rows.filter((each) => each.device === row.device && isSameWork(each, row)),
  );
  const measured = same.flatMap(({ cells }) => cells.map(({ levels }) => levels));
  return sweepEdges(cell.levels, measured, row.deviceClass).map(({ clock, end, hz }) => ({
    what: `its ${clock} clock, ${formatFrequency(hz)}, is the ${end} that was measured: whether ${end === 'lowest' ? 'lower' : 'higher'} ones are better is not known`,
    how: `${clock === 'GPU' ? 'gpuFrequency' : 'cpuFrequency'}: all among the factors of a campaign file, or levels ${end === 'lowest' ? 'below' : 'above'} it`,
  }));
}

function isSameWork(one: ComparisonRow, other: ComparisonRow): boolean {
  return one.batchSize === other.batchSize && describeWork(one) === describeWork(other);
}

/** A single batch size says nothing of the others. */
function otherBatchSizes({ batchSize }: Asked, campaigns: readonly AskedCampaign[]): Unknown[] {
  const sizes = new Set(campaigns.flatMap(({ rows }) => rows.map((row) => row.batchSize)));
  if (batchSize !== null || sizes.size !== 1) return [];
  return [
    {
      what: `only batch size ${[...sizes][0]} was measured`,
      how: 'batchSize: [1, 8, 32] among the factors of a campaign file',
    },
  ];
}
