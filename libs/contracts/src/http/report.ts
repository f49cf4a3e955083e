import * as z from 'zod';
import { cellLevels, workloadOptions } from '../factors/level-schemas';
import { campaignView } from './campaign';
import { boardConditions, campaignProtocol } from './conditions';
import { deviceName } from './device';
import { scoredEstimate } from './estimate';
import { comparedGrades, trustGrade } from './grade';
import { interval } from './interval';
import { work } from './work';

/** Figures of merit of the inference window, from the estimates of energy E and duration T; N inferences in B batches. */
export const meritView = z.object({
  /** E / N. */
  energyPerInferenceMj: z.number(),
  /** E / B. */
  energyPerBatchMj: z.number(),
  /** Without idle power, over N; null: idle power was not measured. */
  netEnergyPerInferenceMj: z.number().nullable(),
  /** N / E. */
  inferencesPerJ: z.number(),
  /** N / T. */
  inferencesPerS: z.number(),
  /** T / B, pauses between batches included. */
  meanBatchMs: z.number(),
  /** Energy-delay product E T: compare only cells of the same number of inferences. */
  edpJs: z.number(),
  /** E T². */
  ed2pJs2: z.number(),
});

/** A cell on a device: its levels, and statistics over accepted trials. */
export const cellView = z.object({
  cellKey: z.string(),
  levels: cellLevels,
  trials: z.number().int(),
  /** Trimmed mean of log energy, back-transformed, with its 95 % interval from the pooled variance. */
  energyMj: interval,
  medianEnergyMj: z.number(),
  /** Plain mean of the trials. */
  meanEnergyMj: z.number(),
  /** Coefficient of variation of energy; null with a single trial. */
  energyCvPct: z.number().nullable(),
  /** Trials whose energy is far off the others'. They count; null with fewer than five trials, which are too few to say. */
  outliers: z.number().int().nullable(),
  /** The estimate of energy without the outliers; null where there is none. */
  energyWithoutOutliersMj: z.number().nullable(),
  /** Whether it may be the cell of least energy in its row: the set of these cells holds it with a confidence of 95 %. */
  mayBeOptimum: z.boolean(),
  /** The same for the shortest duration, and for the least power. */
  mayBeFastest: z.boolean(),
  mayBeLeastPower: z.boolean(),
  /** Energy without what idling at the same operating point takes, with its 95 % interval; null: idle power was not measured. */
  netEnergyMj: interval.nullable(),
  /** Half of the 95 % coverage interval of a single value, including all systematic components. */
  absoluteUncertaintyMj: z.number(),
  /** The same without components that cancel in a ratio on one device (gain, shunt tolerance). */
  relativeUncertaintyMj: z.number(),
  /** Expanded (k = 2), repetition not included: of the sensor's offset, which cells of a device share, and of what is the cell's own. */
  systematic: z.object({ offsetMj: z.number(), ownMj: z.number() }),
  durationMs: interval,
  powerMw: interval,
  /** How far its energy can be trusted. */
  grade: trustGrade,
  /** In a report; comparisons of campaigns leave it out. */
  figures: meritView.optional(),
});

/** One device and workload, executed in one way: the optimum against the baseline, the device left to its governors. */
export const comparisonRow = z.object({
  device: z.string(),
  deviceClass: z.string(),
  ...work,
  /** What is counted as an inference: `inference`, or the unit that the campaign names, such as `token`. */
  unit: z.string(),
  optimum: cellView.nullable(),
  /** The cell of the baseline. */
  dvfs: cellView.nullable(),
  /** `stock`: within the limits in force (a power mode's, mostly); `dvfs`: over the whole tables, which is the same without limits. */
  baseline: z.enum(['stock', 'dvfs']).nullable(),
  /** 100 * (1 - optimum / baseline), energy, by the trials that chose the optimum: too high where many cells are about equal. */
  savingPct: interval.nullable(),
  /** The same without the luck of the choice, by cross-validation: the figure to quote. Null where the optimum has a single trial. */
  correctedSavingPct: interval.nullable(),
  /** How many cells may be the one of least energy, the optimum included. */
  nearOptimum: z.number().int(),
  /** 100 * (optimum / baseline - 1), duration of the inference window. */
  latencyCostPct: interval.nullable(),
  cells: z.array(cellView),
});

/** Ratio of energy and latency between two devices, each at its own optimum and under DVFS. */
export const deviceRatio = z.object({
  ...work,
  device: z.string(),
  against: z.string(),
  at: z.enum(['optimum', 'dvfs']),
  energyRatio: interval,
  durationRatio: interval,
  ...comparedGrades.shape,
});

/** What a device draws beside the others of its class that measured the same cells. */
export const deviceEffect = z.object({
  device: z.string(),
  siblings: z.number().int(),
  /** Cells that it shares with one of them. */
  cells: z.number().int(),
  /** 100 (its energy / theirs - 1) in the geometric mean; the interval is of what cells and trials scatter. */
  effectPct: interval,
  /** The same with what their sensors may differ by, which does not cancel. */
  withSensorsPct: interval,
  /** Of no effect; `holmPValue` is adjusted for the devices of the class, `fleetPValue` for all (Benjamini and Hochberg). */
  pValue: z.number(),
  holmPValue: z.number(),
  fleetPValue: z.number(),
  /** The readings differ: `fleetPValue` is 5 % at most. */
  significant: z.boolean(),
  /** By more than what sensors may be off: the boards differ. */
  beyondSensors: z.boolean(),
});

/** Effects of devices apart from those of cells, for each class with several devices. */
export const deviceEffects = z.object({
  classes: z.array(
    z.object({
      deviceClass: z.string(),
      /** Cells that two of its devices or more measured. */
      cells: z.number().int(),
      /** Standard deviation of a cell on a device about the sum of both effects. */
      residualSdPct: z.number(),
      /** Of the figures, those of a grade of D or worse. */
      lowGrades: z.number().int(),
      devices: z.array(deviceEffect),
    }),
  ),
  none: z.array(
    z.object({
      deviceClass: z.string(),
      devices: z.array(z.string()),
      reason: z.enum(['no_common_cells', 'too_few_cells', 'too_many_devices']),
    }),
  ),
});

/** Where a clock that is left to its governor was during the inference windows of a cell's accepted trials. */
export const governedClock = z.object({
  device: z.string(),
  cellKey: z.string(),
  workload: z.string(),
  batchSize: z.number().int(),
  graphMode: z.string(),
  options: workloadOptions,
  levels: cellLevels,
  clock: z.enum(['cpu', 'gpu']),
  /** cpufreq's policy of a CPU clock; null for the GPU. */
  policy: z.number().int().nullable(),
  /** `counters` of the kernel, exact; or `sampled`, read once a second. */
  method: z.enum(['counters', 'sampled']),
  trials: z.number().int(),
  /** The highest clock that the governor might use, and the share of time there. */
  topHz: z.number(),
  topSharePct: z.number(),
  shares: z.array(z.object({ hz: z.number(), sharePct: z.number() })),
});

/** The sentinel cell of a device: how its energy moved in the course of the campaign. */
export const sentinelView = z.object({
  device: z.string(),
  ...work,
  levels: cellLevels,
  trials: z.number().int(),
  energyMj: interval,
  /** From the first trial to the last; null with fewer than three. */
  driftPct: interval.nullable(),
});

/** Of one device only, when it is named. */
export const reportQuery = z.strictObject({ device: deviceName.optional() });

export const reportView = z.object({
  campaign: campaignView,
  simulated: z.boolean(),
  /** Null: launched by an older version. */
  protocol: campaignProtocol.nullable(),
  /** What repeating until an interval is narrow enough took, beside ten trials of each cell; null: without such a rule. */
  repeated: z.object({ trials: z.number().int(), fixedTrials: z.number().int() }).nullable(),
  /** Null: launched by an older version. */
  estimate: scoredEstimate.nullable(),
  /** Of each device while the campaign was executed; more than one of a device whose board was changed on the way. */
  conditions: z.array(boardConditions),
  /** Accepted trials of each device by the calibration of its power sensor that their energy is by. */
  calibrations: z.array(
    z.object({
      device: z.string(),
      trials: z.number().int(),
      /** Null: by the sensor itself. */
      calibration: z
        .object({
          rail: z.string(),
          version: z.number().int(),
          meter: z.string().nullable(),
          validFrom: z.iso.datetime(),
          /** From then to the end of the campaign, or until now. */
          ageDays: z.number(),
        })
        .nullable(),
    }),
  ),
  /** Pooled standard deviation of log energy over the cells of each device, in percent. */
  repeatabilityPct: z.array(z.object({ device: z.string(), sdPct: z.number(), degreesOfFreedom: z.number().int() })),
  rows: z.array(comparisonRow),
  ratios: z.array(deviceRatio),
  deviceEffects,
  governedClocks: z.array(governedClock),
  /** Empty: the campaign has none. */
  sentinels: z.array(sentinelView),
  /** `attempts` of `trials` were rejected by a check; a trial is measured again up to three times. */
  rejected: z.array(
    z.object({
      device: z.string(),
      check: z.string(),
      attempts: z.number().int(),
      trials: z.number().int(),
    }),
  ),
  /** Trials that count, with a finding: `hot_start` and `cold_start` of the temperature at the start, or the name of a check. */
  flagged: z.array(z.object({ device: z.string(), flag: z.string(), trials: z.number().int() })),
  /** Trials without a measurement that counts: `failed` by their workload, or `skipped`, for whatever reason. */
  failures: z.array(
    z.object({
      device: z.string(),
      ...work,
      state: z.enum(['failed', 'skipped']),
      reason: z.string(),
      trials: z.number().int(),
    }),
  ),
  warnings: z.array(z.string()),
  /** How many of each list a large report does not show. Ratios are those between rows that are shown. */
  leftOut: z.object({
    rows: z.number().int(),
    cells: z.number().int(),
    ratios: z.number().int(),
    governedClocks: z.number().int(),
    rejected: z.number().int(),
    flagged: z.number().int(),
    failures: z.number().int(),
  }),
});

export type CellView = z.infer<typeof cellView>;
export type ComparisonRow = z.infer<typeof comparisonRow>;
export type DeviceRatio = z.infer<typeof deviceRatio>;
export type GovernedClock = z.infer<typeof governedClock>;
export type SentinelView = z.infer<typeof sentinelView>;
export type ReportQuery = z.infer<typeof reportQuery>;
export type ReportView = z.infer<typeof reportView>;
