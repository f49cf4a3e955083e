import { createHash } from 'node:crypto';
import { netEnergyMj, type EarlyPhase } from '../energy';
import { COUNT, FLAG, JSON_TEXT, TEXT, TIME, column, figureIn, optional, within } from './column';
import type { ExportColumn } from './column';
import {
  figureOf,
  partOf,
  textOf,
  type ExportedAttempt,
  type ExportedCampaign,
  type ExportedWork,
} from './exported-attempt';
import { FACTOR_COLUMNS } from './factor-columns';

export type TrialRow = ExportedAttempt & ExportedCampaign & ExportedWork;
type C = ExportColumn<TrialRow>;

const BOARD_ID_DIGITS = 12;
const BOARD_ID = `First ${BOARD_ID_DIGITS} hexadecimal digits of the SHA-256 of the board's serial number; empty: it has none.`;

const IDENTITY: readonly C[] = [
  column('campaign_id', TEXT, 'Id of the campaign.', (row) => row.campaignId),
  column('campaign', TEXT, 'Name of the campaign.', (row) => row.campaign),
  column('simulated', FLAG, 'Whether a twin made it, not a board.', (row) => row.simulated),
  column('device', TEXT, 'Name of the device.', (row) => row.device),
  column('device_class', TEXT, 'Class of the device.', (row) => row.deviceClass),
  optional('board_id', TEXT, BOARD_ID, ({ boardSerial }) => boardId(boardSerial)),
  optional('jetpack', TEXT, 'JetPack of the board; empty: not known.', (row) => row.jetpack),
  column('trial_id', TEXT, 'Id of the trial.', (row) => row.trialId),
  column('attempt', COUNT, 'Number of the attempt, from 1.', (row) => row.attempt),
  column('repetition', COUNT, 'Of its cell, from 1; 0: a sentinel.', (row) => row.repetition),
  column('block', COUNT, 'Block that it was planned in.', (row) => row.block),
  column('position', COUNT, 'Place in the order of its device.', (row) => row.position),
];

const WORK: readonly C[] = [
  column('cell_key', TEXT, 'Key of the cell: device class, work and levels.', (row) => row.cellKey),
  column('workload', TEXT, 'Name of the workload.', (row) => row.workload),
  column('graph_mode', TEXT, '`static` or `dynamic` graph.', (row) => row.graphMode),
  column('batch_size', COUNT, 'Inputs of one batch.', (row) => row.levels.batchSize ?? null),
  column('inferences', COUNT, 'Inferences of a trial, over all batches.', (row) => row.inferences),
  column(
    'work_unit',
    TEXT,
    'What is counted as an inference: `inference`, or the unit that the campaign names.',
    (row) => row.unit,
  ),
  ...within(FACTOR_COLUMNS, (row: TrialRow) => row.levels),
];

const VERDICT: readonly C[] = [
  column('trial_state', TEXT, 'State of the trial now.', (row) => row.trialState),
  column('counts', FLAG, 'Whether it is the attempt that counts in reports.', (row) => row.counts),
  column('outcome', TEXT, 'What the agent said: `measured`, `failed`, `fault` or `cancelled`.', (row) => row.outcome),
  optional('verdict', TEXT, '`accepted` or `rejected`; empty: nothing was measured.', (row) => row.verdict),
  optional('reason', TEXT, 'Why it does not count, in words; empty: it was not rejected and did not fail.', reasonOf),
  optional('rejected_by', TEXT, 'Checks that rejected it, separated by spaces; empty: none.', (r) =>
    checks(r, 'reject'),
  ),
  optional('flagged_by', TEXT, 'Checks that flagged it, separated by spaces; empty: none.', (r) => checks(r, 'flag')),
  column('findings_json', JSON_TEXT, 'Findings of all checks, with their messages.', (r) => JSON.stringify(r.findings)),
];

const NOT_MEASURED = 'empty: it could not be computed.';
const ABSOLUTE = 'Expanded uncertainty (k = 2) of the energy, without repetition and with all systematic parts';
const RELATIVE = 'The same without the parts that cancel in a ratio on one device';

const EARLY = [
  ['load', 'loading the model'],
  ['warmup', 'warming up'],
] as const;
const PHASE_FIGURES = {
  energy_mj: ['mJ', 'energyMj'],
  duration_ms: ['ms', 'durationMs'],
  power_mw: ['mW', 'meanPowerMw'],
} as const;

function phaseColumn(phase: EarlyPhase, figure: keyof typeof PHASE_FIGURES, meaning: string): C {
  const [unit, key] = PHASE_FIGURES[figure];
  return optional(`${phase}_${figure}`, figureIn(unit), `${meaning}; ${NOT_MEASURED}`, (row: TrialRow) =>
    figureOf(partOf(row.phases, phase), key),
  );
}

const FIGURES: readonly C[] = [
  optional('energy_mj', figureIn('mJ'), `Energy of the inference window; ${NOT_MEASURED}`, (row) => row.energyMj),
  optional('energy_per_inference_mj', figureIn('mJ'), `Energy by inferences; ${NOT_MEASURED}`, perInference),
  optional(
    'net_energy_mj',
    figureIn('mJ'),
    'Energy without idle power; empty: idle power was not measured.',
    netEnergy,
  ),
  optional('load_energy_mj', figureIn('mJ'), `Energy of loading the model; ${NOT_MEASURED}`, (row) => row.loadEnergyMj),
  ...EARLY.flatMap(([phase, what]) => [
    ...(phase === 'load' ? [] : [phaseColumn(phase, 'energy_mj', `Energy of ${what}`)]),
    phaseColumn(phase, 'duration_ms', `Time of ${what}`),
    phaseColumn(phase, 'power_mw', `Mean power of ${what}`),
  ]),
  optional(
    'idle_power_mw',
    figureIn('mW'),
    'Idle power at the same clocks; empty: not measured.',
    (r) => r.idlePowerMw,
  ),
  optional(
    'net_power_mw',
    figureIn('mW'),
    'Mean power without idle power; empty: idle power was not measured.',
    netPower,
  ),
  optional(
    'mean_power_mw',
    figureIn('mW'),
    `Mean power in the inference window; ${NOT_MEASURED}`,
    (r) => r.meanPowerMw,
  ),
  optional('duration_ms', figureIn('ms'), `Length of the inference window; ${NOT_MEASURED}`, (row) => row.durationMs),
  optional(
    'raw_energy_mj',
    figureIn('mJ'),
    'Energy by the sensor itself; empty: no calibration was in force, and energy_mj is that.',
    (row) => row.rawEnergyMj,
  ),
  optional(
    'counter_difference_pct',
    figureIn('%'),
    "Energy by samples against the hardware's own counter, in percent of that; empty: the device has no counter.",
    (row) => row.counterDifferencePct,
  ),
  optional(
    'calibration_id',
    TEXT,
    'Id of the calibration that energies and powers are by; empty: none was in force.',
    (row) => row.calibrationId,
  ),
  optional('absolute_uncertainty_mj', figureIn('mJ'), `${ABSOLUTE}; ${NOT_MEASURED}`, (r) => r.absoluteUncertaintyMj),
  optional('relative_uncertainty_mj', figureIn('mJ'), `${RELATIVE}; ${NOT_MEASURED}`, (r) => r.relativeUncertaintyMj),
];

const UNSAID = 'of the times of a batch; empty: not reported.';
const QUANTILES = {
  p50: `Median ${UNSAID}`,
  p95: `95th percentile ${UNSAID}`,
  p99: `99th percentile ${UNSAID}`,
  max: `Maximum ${UNSAID}`,
} as const;

const CONDITIONS: readonly C[] = [
  optional(
    'runner',
    TEXT,
    'Whose runner was started: `command` of the campaign, `board`, or `delivered` by the controller; empty: not known.',
    (r) => textOf(r.runner, 'kind'),
  ),
  optional(
    'used_options_json',
    JSON_TEXT,
    'What the workload says that it used, such as runtime, precision and weights; empty: it says nothing.',
    (r) => r.options && JSON.stringify(r.options),
  ),
  optional('batches', COUNT, 'Batches that the workload reported; empty: none.', (r) => figureOf(r.batches, 'count')),
  optional('batch_mean_us', figureIn('us'), 'Mean time of a batch; empty: not reported.', (r) =>
    figureOf(r.batches, 'meanUs'),
  ),
  optional('batch_sd_us', figureIn('us'), 'Standard deviation of the time of a batch; empty: not reported.', (r) =>
    figureOf(r.batches, 'sdUs'),
  ),
  ...(['p50', 'p95', 'p99', 'max'] as const).map((quantile) =>
    optional(`batch_${quantile}_us`, figureIn('us'), QUANTILES[quantile], (r: TrialRow) =>
      figureOf(r.batches, `${quantile}Us`),
    ),
  ),
  optional('temperature_start_c', figureIn('Cel'), 'Hottest zone at the start of the window; empty: not read.', (r) =>
    figureOf(r.temperatureC, 'start'),
  ),
  optional('temperature_end_c', figureIn('Cel'), 'Hottest zone at the end of the window; empty: not read.', (r) =>
    figureOf(r.temperatureC, 'end'),
  ),
  optional(
    'clocks_attested_by',
    TEXT,
    'How the clocks in the window are known: `counters` of the kernel, or `sampled`; empty: not known.',
    attestedBy,
  ),
];

const SENSOR: readonly C[] = [
  optional('samples', COUNT, 'Samples in the inference window; empty: not judged.', (row) => row.samples),
  optional('sampling_mode', TEXT, '`cycle`, `batch-aware`, `dither` or `fixed`; empty: not sampled.', (r) =>
    textOf(r.sampling, 'mode'),
  ),
  optional('sampling_period_us', figureIn('us'), 'Period in the window; empty: dithered, or not sampled.', (r) =>
    figureOf(r.sampling, 'periodUs'),
  ),
  optional('sensor_layout', TEXT, 'Driver of the power sensor; empty: not sampled.', (r) => textOf(r.sensor, 'layout')),
  optional(
    'sensor_averaging_us',
    figureIn('us'),
    'Half of the time that a reading is averaged over; empty: not sampled.',
    (r) => figureOf(r.sensor, 'averagingUs'),
  ),
  optional(
    'sensor_refresh_us',
    figureIn('us'),
    'Lower quartile of the times between two changes of the total rail; empty: not measured.',
    (r) => figureOf(r.sensor, 'refreshUs'),
  ),
  optional(
    'sensor_read_latency_us',
    figureIn('us'),
    'Median time of reading all rails once; empty: not sampled.',
    (r) => figureOf(r.sensor, 'readLatencyUs'),
  ),
  optional('sensor_supply_mv', figureIn('mV'), 'Supply of the total rail; empty: the board does not state it.', (r) =>
    figureOf(r.sensor, 'supplyMv'),
  ),
  optional(
    'sensor_shunt_micro_ohm',
    figureIn('uOhm'),
    'Shunt of the total rail; empty: the board does not state it.',
    (r) => figureOf(r.sensor, 'shuntMicroOhm'),
  ),
  column('committed_at', TIME, 'When it was stored.', (row) => row.committedAt.toISOString()),
];

/** One row for each attempt of a trial. */
export const TRIAL_COLUMNS: readonly C[] = [...IDENTITY, ...WORK, ...VERDICT, ...FIGURES, ...CONDITIONS, ...SENSOR];

function boardId(serial: string | null): string | null {
  return serial === null ? null : createHash('sha256').update(serial).digest('hex').slice(0, BOARD_ID_DIGITS);
}

function checks({ findings }: TrialRow, severity: string): string | null {
  const names = findings.filter((finding) => finding.severity === severity).map(({ check }) => String(check));
  return names.length === 0 ? null : [...new Set(names)].join(' ');
}

function reasonOf(row: TrialRow): string | null {
  if (row.error !== null) return `${textOf(row.error, 'code') ?? row.outcome}: ${textOf(row.error, 'message') ?? ''}`;
  const rejecting = row.findings.filter(({ severity }) => severity === 'reject');
  if (row.verdict !== 'rejected') return row.outcome === 'measured' ? null : row.outcome;
  return rejecting.map(({ check, message }) => `${String(check)}: ${String(message)}`).join('; ') || 'rejected';
}

function perInference({ energyMj, inferences }: TrialRow): number | null {
  return energyMj === null || inferences <= 0 ? null : energyMj / inferences;
}

function netEnergy({ energyMj, durationMs, idlePowerMw }: TrialRow): number | null {
  return energyMj === null || durationMs === null || idlePowerMw === null
    ? null
    : netEnergyMj(energyMj, durationMs, idlePowerMw);
}

function netPower({ meanPowerMw, idlePowerMw }: TrialRow): number | null {
  return meanPowerMw === null || idlePowerMw === null ? null : meanPowerMw - idlePowerMw;
}

/** The weaker method of all clocks. */
function attestedBy({ residency }: TrialRow): string | null {
  if (residency === null) return null;
  const cpu: unknown[] = Array.isArray(residency['cpu']) ? residency['cpu'] : [];
  const methods = [...cpu, residency['gpu']].flatMap((part) => textOf(part, 'method') ?? []);
  if (methods.length === 0) return null;
  return methods.every((method) => method === 'counters') ? 'counters' : 'sampled';
}
