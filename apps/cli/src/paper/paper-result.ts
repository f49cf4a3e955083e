import type { ReportView } from '@joulefleet/contracts';
import {
  compareOptima,
  compareWithStudy,
  EXPECTATIONS,
  measuredSource,
  type DeviceClass,
  type MeasuredResidency,
  type StudyRow,
  type StudySource,
  type TrueTopology,
} from '@joulefleet/core';
import { rowKey } from './paper-truth';
import type { PaperTrial } from './read-trials';

/** A figure of the study, as measured and as the twins' physics has it. */
export interface PaperRow extends StudyRow {
  /** In closed form; null: the physics says nothing of it. */
  truth: string | null;
}

/** How far the energies of trials are off what the twins really spent. */
export interface EnergyErrors {
  trials: number;
  rmsPct: number;
  worstPct: number;
  /** Off by more than half a percent, and among those more than their stated uncertainty. */
  beyondHalfPct: number;
  beyondUncertainty: number;
}

export interface PaperResult {
  /** Trials that count, and how long their inference windows were together, by the clocks of the boards. */
  trials: number;
  deviceHours: number;
  rows: PaperRow[];
  /** Figures that fail. */
  outsideTolerance: number;
  energies: EnergyErrors;
}

/** What the twins know. */
interface Truth {
  rows: ReadonlyMap<string, StudyRow>;
  topologies: readonly TrueTopology[];
  energies: ReadonlyMap<string, number>;
}

/** The figures of trials that count, from the reports of their campaigns the residency of their governors. */
export function paperSource(
  trials: readonly PaperTrial[],
  reports: readonly Pick<ReportView, 'governedClocks'>[],
): StudySource {
  return measuredSource(trials, residencyOf(trials, reports));
}

/** Everything that `joulefleet paper` says, from what was measured and what the twins know. Pure. */
export function paperResult(trials: readonly PaperTrial[], source: StudySource, truth: Truth): PaperResult {
  const figures = compareWithStudy(source).map((row) => {
    return { ...row, truth: truth.rows.get(rowKey(row))?.found ?? null };
  });
  const rows = [...figures, ...compareOptima(source, truth.topologies, EXPECTATIONS)];
  const outsideTolerance = rows.filter(({ status }) => status === 'fails').length;
  const deviceHours = trials.reduce((sum, { durationMs }) => sum + durationMs, 0) / 3_600_000;
  return { trials: trials.length, deviceHours, rows, outsideTolerance, energies: energyErrors(trials, truth.energies) };
}

const LIMIT_PCT = 0.5;

function energyErrors(trials: readonly PaperTrial[], truth: ReadonlyMap<string, number>): EnergyErrors {
  const errors = trials.flatMap(({ trialId, energyMj, uncertaintyMj }) => {
    const trueMj = truth.get(trialId);
    if (trueMj === undefined) return [];
    return [{ pct: 100 * (energyMj / trueMj - 1), isBeyond: Math.abs(energyMj - trueMj) > uncertaintyMj }];
  });
  const far = errors.filter(({ pct }) => Math.abs(pct) > LIMIT_PCT);
  return {
    trials: errors.length,
    rmsPct: Math.sqrt(errors.reduce((sum, { pct }) => sum + pct ** 2, 0) / Math.max(1, errors.length)),
    worstPct: errors.reduce((worst, { pct }) => Math.max(worst, Math.abs(pct)), 0),
    beyondHalfPct: far.length,
    beyondUncertainty: far.filter(({ isBeyond }) => isBeyond).length,
  };
}

/** Of the cells under the boards' own governors: the mean of their shares at the highest clocks, weighted by trials. */
function residencyOf(
  trials: readonly PaperTrial[],
  reports: readonly Pick<ReportView, 'governedClocks'>[],
): MeasuredResidency {
  const classes = new Set(trials.map(({ deviceClass }) => deviceClass));
  const clocks = reports.flatMap(({ governedClocks }) => governedClocks);
  const found = [...classes].flatMap((deviceClass) => {
    const own = clocks.filter(({ cellKey, levels }) => cellKey.startsWith(deviceClass) && isUsual(levels));
    const [cpuPct, gpuPct] = (['cpu', 'gpu'] as const).map((clock) =>
      meanShare(own.filter((each) => each.clock === clock)),
    );
    return cpuPct === null || gpuPct === null ? [] : [[deviceClass, { cpuPct: cpuPct!, gpuPct: gpuPct! }] as const];
  });
  return new Map<DeviceClass, { cpuPct: number; gpuPct: number }>(found);
}

function isUsual({ cpuKhz, gpuHz, cpuGovernor, gpuGovernor }: ReportView['governedClocks'][number]['levels']): boolean {
  const isDefault = (governor: string | null): boolean => governor === null;
  return cpuKhz === 'dvfs' && gpuHz === 'dvfs' && isDefault(cpuGovernor) && isDefault(gpuGovernor);
}

function meanShare(clocks: readonly { topSharePct: number; trials: number }[]): number | null {
  const trials = clocks.reduce((sum, clock) => sum + clock.trials, 0);
  if (trials === 0) return null;
  return clocks.reduce((sum, { topSharePct, trials: n }) => sum + topSharePct * n, 0) / trials;
}
