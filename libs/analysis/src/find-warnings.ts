import type { BoardConditions, CampaignView, ComparisonRow, DeviceRatio, SentinelView } from '@joulefleet/contracts';
import { commandInText, describeWork, firstTexts, formatFrequency, sweepEdges } from '@joulefleet/core';
import type { CalibratedTrials } from './calibrated-trials';
import { aboutConditions } from './conditions';
import { differentSetups } from './different-setups';

/** Fewer trials than this in a cell say little about their scatter. */
const FEW_TRIALS = 2;
/** Change of a sentinel's energy, in percent, from where on a report warns of it. */
const RELEVANT_DRIFT_PCT = 1;
const MAX_WARNINGS = 50;
const MAX_DEVICES = 5;

/** What holds for all figures of a report. */
interface Circumstances {
  sensorSetups: ReadonlySet<string>;
  /** Devices that do not state the shunt of their total rail. */
  shuntAssumed: ReadonlySet<string>;
  calibrated: readonly CalibratedTrials[];
  conditions: readonly BoardConditions[];
  sentinels: readonly SentinelView[];
  ratios: readonly Pick<DeviceRatio, 'rankable'>[];
}

/** What a reader of a report must know before quoting it. Yields after each row. */
export function* findWarnings(
  campaign: CampaignView,
  rows: readonly ComparisonRow[],
  { sensorSetups, shuntAssumed, calibrated, conditions, sentinels, ratios }: Circumstances,
): Generator<void, string[]> {
  const warnings = [
    ...aboutCampaign(campaign),
    ...aboutConditions(conditions),
    ...differentSetups(sensorSetups),
    ...aboutShunts(shuntAssumed),
    ...aboutCalibrations(calibrated),
    ...aboutSentinels(sentinels),
    ...aboutRatios(ratios),
  ];
  for (const row of rows) {
    warnings.push(...aboutRow(row));
    yield;
  }
  return firstTexts(warnings, MAX_WARNINGS);
}

function* aboutCampaign({
  simulated,
  state,
  cancelledBy,
  stoppedBy,
  failedBecause,
  trials,
}: CampaignView): Generator<string> {
  if (simulated) yield 'simulated: these figures come from twins, not from boards';
  const open = trials.pending + trials.assigned;
  if (state === 'cancelled' || state === 'stopped') {
    const missing = trials.total - trials.accepted - trials.failed;
    yield `the campaign was ${state} by ${cancelledBy ?? stoppedBy ?? 'nobody'}: ${missing} of ${trials.total} trials are missing`;
  } else if (state === 'failed') {
    const missing = trials.total - trials.accepted - trials.failed;
    yield `the campaign failed: ${failedBecause ?? 'nobody knows why'}; ${missing} of ${trials.total} trials are missing`;
  } else if (state !== 'completed') {
    yield `the campaign is ${state}: ${open} of ${trials.total} trials are still to come`;
  }
}

function* aboutShunts(devices: ReadonlySet<string>): Generator<string> {
  if (devices.size === 0) return;
  const some = firstTexts([...devices].sort(), MAX_DEVICES).join(', ');
  yield `shunt assumed: 5 mΩ on ${some}, which do not state it; with another one, power and its offset are other ones`;
}

/** Neither gain nor offset cancels between trials of different calibrations. */
function* aboutCalibrations(calibrated: readonly CalibratedTrials[]): Generator<string> {
  const count = new Map<string, number>();
  for (const { device } of calibrated) count.set(device, (count.get(device) ?? 0) + 1);
  for (const [device, times] of count) {
    if (times > 1) {
      yield `trials of ${device} are by ${times} different calibrations, or some by none: bring them in line with ${commandInText('results recompute --apply')}`;
    }
  }
}

/** Chance moves a sentinel too: only what is beyond its interval, and large enough to matter. */
function* aboutSentinels(sentinels: readonly SentinelView[]): Generator<string> {
  for (const { device, driftPct } of sentinels) {
    if (!driftPct || Math.abs(driftPct.estimate) < RELEVANT_DRIFT_PCT || driftPct.low * driftPct.high <= 0) continue;
    const by = `${driftPct.estimate.toFixed(1)} % (${driftPct.low.toFixed(1)} to ${driftPct.high.toFixed(1)})`;
    yield `${device} drifted: its sentinel moved by ${by} from the first trial to the last; figures of its cells scatter with that`;
  }
}

function* aboutRatios(ratios: Circumstances['ratios']): Generator<string> {
  const low = ratios.filter(({ rankable }) => !rankable).length;
  if (low > 0) {
    yield `${low} of ${ratios.length} ratios between devices have a trust grade of D or worse on one side or both: too low to rank`;
  }
}

function* aboutRow(row: ComparisonRow): Generator<string> {
  const { device, workload, dvfs, cells } = row;
  const what = `${workload} on ${device}`;
  if (cells.length > 0 && !dvfs) yield `${what}: no baseline was measured, so there is no saving to quote`;
  const few = cells.filter((cell) => cell.trials < FEW_TRIALS).length;
  if (few > 0) yield `${what}: ${formatCells(few)} a single trial`;
  yield* aboutEdges(row);
}

/** The least of a sweep that ends there may lie farther out. */
function* aboutEdges({ device, deviceClass, batchSize, optimum, cells, ...work }: ComparisonRow): Generator<string> {
  if (!optimum) return;
  const measured = cells.map(({ levels }) => levels);
  const edges = sweepEdges(optimum.levels, measured, deviceClass).map(
    ({ clock, end, hz }) => `the ${end} ${clock} clock that was measured (${formatFrequency(hz)})`,
  );
  if (edges.length === 0) return;
  yield `${describeWork(work)} on ${device}, batch ${batchSize}: its optimum is at ${edges.join(' and at ')}, and the board has others beyond: the least may be there`;
}

function formatCells(count: number): string {
  return count === 1 ? '1 cell has' : `${count} cells have`;
}
