import type { Facts } from '@joulefleet/contracts';
import { Fault, frequencyTable, type DeviceClass } from '@joulefleet/core';

/**
 * Refuses a device that nothing could be measured on, naming the first thing that is missing.
 * @throws Fault `rail_missing`, `clocks_missing` (device).
 */
export function judgeFacts(facts: Facts, deviceClass: DeviceClass, where: string): void {
  const lookedFor = (what: string): string => facts.missing.find((m) => m.what === what)?.lookedFor ?? '';
  const { totalRail } = frequencyTable(deviceClass);
  if (!facts.rails.some((rail) => rail.total && rail.label === totalRail)) {
    throw missing('rail_missing', where, `no power rail ${totalRail}`, lookedFor('rails'), 'Check the INA3221 driver.');
  }
  if (facts.cpuPolicies.length === 0 || facts.gpu === null) {
    const what = facts.gpu === null ? 'gpu' : 'cpu';
    throw missing('clocks_missing', where, `no ${what} frequency table`, lookedFor(what), 'Check cpufreq and devfreq.');
  }
}

function missing(code: string, where: string, what: string, lookedFor: string, remedy: string): Fault {
  const searched = lookedFor ? ` (looked for ${lookedFor})` : '';
  return new Fault(`${where}: ${what}${searched}`, { code, origin: 'device', transient: false, where, remedy });
}
