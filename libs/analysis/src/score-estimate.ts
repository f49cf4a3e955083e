import { planEstimate, type ScoredEstimate } from '@joulefleet/contracts';
import type { CampaignSummary, DeviceTotal } from '@joulefleet/store';

/** More devices are too much for one report. */
const MAX_DEVICES = 500;

/** The estimate that was stored at launch against what happened; null: an older version stored none that can be read. */
export function scoreEstimate(
  stored: unknown,
  { startedAt, createdAt, finishedAt }: Pick<CampaignSummary, 'startedAt' | 'createdAt' | 'finishedAt'>,
  totals: readonly DeviceTotal[],
): ScoredEstimate | null {
  const { success, data } = planEstimate.safeParse(stored);
  if (!success) return null;
  const byDevice = new Map(data.devices.map((estimate) => [estimate.device, estimate]));
  return {
    devices: totals.slice(0, MAX_DEVICES).flatMap(({ device, busyS, energyJ: actualJ, accepted }) => {
      const estimate = byDevice.get(device);
      if (!estimate) return [];
      const { durationS, energyJ, trials } = estimate;
      return [{ device, durationS, actualS: busyS, energyJ, actualJ, trials, accepted }];
    }),
    endS: data.endS,
    actualS: finishedAt && (finishedAt.getTime() - (startedAt ?? createdAt).getTime()) / 1000,
    leastTrials: data.leastTrials,
  };
}
