import type { Facts } from '@joulefleet/contracts';
import { describeNotThereYet, Fault, frequencyTable, notThereYet, type DeviceClass } from '@joulefleet/core';

/**
 * Refuses a device that nothing could be measured on, naming the first thing that is missing. What may still come, soon after a
 * boot, is told as such: another try helps then.
 * @throws Fault `not_there_yet` (device, transient), `rail_missing`, `clocks_missing` (device).
 */
export function judgeFacts(facts: Facts, deviceClass: DeviceClass, where: string): void {
  const late = notThereYet(facts, null);
  if (late.length > 0) throw notYet(where, describeNotThereYet(late, facts.uptimeS));
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

function notYet(where: string, what: string): Fault {
  const remedy = 'Try again in a minute: drivers of a board come up one after the other.';
  return new Fault(`${where}: ${what}`, { code: 'not_there_yet', origin: 'device', transient: true, where, remedy });
}

function missing(code: string, where: string, what: string, lookedFor: string, remedy: string): Fault {
  const searched = lookedFor ? ` (looked for ${lookedFor})` : '';
  return new Fault(`${where}: ${what}${searched}`, { code, origin: 'device', transient: false, where, remedy });
}
