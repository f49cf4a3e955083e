import type { ReportView } from '@joulefleet/contracts';
import type { AcceptedTrialRow, UsedCalibration } from '@joulefleet/store';

export type CalibratedTrials = ReportView['calibrations'][number];

/** Counts the accepted trials of each device by calibration. */
export class CalibrationCounts {
  private readonly counts = new Map<string, { device: string; id: string | null; trials: number }>();

  add({ device, calibrationId: id }: Pick<AcceptedTrialRow, 'device' | 'calibrationId'>): void {
    const key = `${device} ${id}`;
    const count = this.counts.get(key) ?? { device, id, trials: 0 };
    count.trials++;
    this.counts.set(key, count);
  }

  ids(): string[] {
    return [...new Set([...this.counts.values()].flatMap(({ id }) => id ?? []))];
  }

  trials(used: ReadonlyMap<string, UsedCalibration>): CalibratedTrials[] {
    return [...this.counts.values()].map(({ device, id, trials }) => {
      const calibration = id === null ? undefined : used.get(id);
      return { device, trials, calibration: calibration ? viewOf(calibration) : null };
    });
  }
}

function viewOf({ rail, version, meterName, validFrom, ageDays }: UsedCalibration): CalibratedTrials['calibration'] {
  return { rail, version, meter: meterName, validFrom: validFrom.toISOString(), ageDays };
}
