import type { ReportView } from '@joulefleet/contracts';
import { readUsedCalibrations, type CellSensors, type Queryable, type UsedCalibration } from '@joulefleet/store';

export type CalibratedTrials = ReportView['calibrations'][number];

/** How the trials of a device were read. */
interface ReadDevice {
  device: string;
  sensors: readonly Pick<CellSensors, 'calibrationId' | 'trials'>[];
}

/** The accepted trials of each device by calibration, with its present age. */
export async function calibratedTrials(
  db: Queryable,
  campaignId: string,
  devices: readonly ReadDevice[],
): Promise<CalibratedTrials[]> {
  const ids = devices.flatMap(({ sensors }) => sensors.flatMap(({ calibrationId }) => calibrationId ?? []));
  const used = await readUsedCalibrations(db, [...new Set(ids)], campaignId);
  return devices.flatMap((device) =>
    [...countTrials(device)].map(([id, trials]) => {
      const calibration = id === null ? undefined : used.get(id);
      return { device: device.device, trials, calibration: calibration ? viewOf(calibration) : null };
    }),
  );
}

function countTrials({ sensors }: ReadDevice): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const { calibrationId: id, trials } of sensors) counts.set(id, (counts.get(id) ?? 0) + trials);
  return counts;
}

function viewOf({ rail, version, meterName, validFrom, ageDays }: UsedCalibration): CalibratedTrials['calibration'] {
  return { rail, version, meter: meterName, validFrom: validFrom.toISOString(), ageDays };
}
