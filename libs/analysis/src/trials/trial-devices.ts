import { Fault } from '@joulefleet/core';
import { listTrialDevices, type Database, type TrialDevice } from '@joulefleet/store';

/** The devices of a campaign by name, or the one that is named. @throws Fault `device_unknown` (operator). */
export async function trialDevices(
  { pool }: Database,
  campaignId: string,
  name: string | undefined,
): Promise<TrialDevice[]> {
  const devices = await listTrialDevices(pool, campaignId);
  if (name === undefined) return devices;
  const named = devices.filter((device) => device.name === name);
  if (named.length > 0) return named;
  throw new Fault(`the campaign has no trials on ${name}`, {
    code: 'device_unknown',
    origin: 'operator',
    transient: false,
    remedy: `Its devices: ${devices.map((device) => device.name).join(', ')}`,
  });
}
