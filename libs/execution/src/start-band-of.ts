import type { AgentStartBand, CampaignSpec } from '@joulefleet/contracts';
import { learnStartBand, learnStartRise, START_TOLERANCE_C, type StartTemperatures } from '@joulefleet/core';

type StartRule = CampaignSpec['startTemperature'];

/** Where the trials of a shard start, by those before it; null: at whatever temperature, which is so before it is learnt. */
export function startBandOf({ band, waitMs }: StartRule, starts: readonly StartTemperatures[]): AgentStartBand | null {
  const wanted = wantedBand(band, starts);
  if (wanted === null) return null;
  return { ...wanted, toleranceC: START_TOLERANCE_C, riseC: learnStartRise(starts), waitS: waitMs / 1000 };
}

function wantedBand(band: StartRule['band'], starts: readonly StartTemperatures[]) {
  if (band === 'off') return null;
  if (band !== 'auto') return band;
  const learnt = learnStartBand(starts);
  return learnt && { lowC: learnt.low, highC: learnt.high };
}
