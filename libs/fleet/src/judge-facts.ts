import type { Facts } from '@joulefleet/contracts';
import {
  describeNotThereYet,
  Fault,
  frequencyTable,
  isDeviceClass,
  isJetson,
  notThereYet,
  type KnownClass,
} from '@joulefleet/core';

/**
 * Refuses a device that nothing could be measured on, naming the first thing that is missing. What may still come, soon after a
 * boot, is told as such: another try helps then.
 * @throws Fault `not_there_yet` (device, transient), `rail_missing`, `clocks_missing` (device).
 */
export function judgeFacts(facts: Facts, deviceClass: KnownClass, where: string): void {
  const late = notThereYet(facts, null);
  if (late.length > 0) throw notYet(where, describeNotThereYet(late, facts.uptimeS));
  const lookedFor = (what: string): string => facts.missing.find((m) => m.what === what)?.lookedFor ?? '';
  requireTotal(facts, deviceClass, where, lookedFor('rails'));
  if (isJetson(deviceClass) && (facts.cpuPolicies.length === 0 || facts.gpu === null)) {
    const what = facts.gpu === null ? 'gpu' : 'cpu';
    throw missing('clocks_missing', where, `no ${what} frequency table`, lookedFor(what), 'Check cpufreq and devfreq.');
  }
}

function requireTotal({ rails }: Facts, deviceClass: KnownClass, where: string, lookedFor: string): void {
  const totals = rails.filter(({ total }) => total);
  if (isDeviceClass(deviceClass)) {
    const { totalRail } = frequencyTable(deviceClass);
    if (totals.some(({ label }) => label === totalRail)) return;
    throw missing('rail_missing', where, `no power rail ${totalRail}`, lookedFor, 'Check the INA3221 driver.');
  }
  if (totals.length > 0) return;
  const found = rails.length > 0 ? `; its rails are ${rails.map(({ label }) => label).join(', ')}` : '';
  throw missing(
    'rail_missing',
    where,
    `no power rail measures the whole device${found}`,
    lookedFor,
    totalRemedy(deviceClass),
  );
}

/** The rails of an AGX board lie on two chips, and none of them is the total: their sum is not guessed. */
function totalRemedy(deviceClass: KnownClass): string {
  const meter =
    'name a meter that measures the whole board in /etc/joulefleet/power.json on the device (docs/fleet.md, "Power sources")';
  return isJetson(deviceClass)
    ? `Check the INA3221 driver. No channel of an AGX board measures the whole: ${meter}.`
    : `Check the driver of the source, and that the agent may read it (RAPL: root only); or ${meter}.`;
}

function notYet(where: string, what: string): Fault {
  const remedy = 'Try again in a minute: drivers of a board come up one after the other.';
  return new Fault(`${where}: ${what}`, { code: 'not_there_yet', origin: 'device', transient: true, where, remedy });
}

function missing(code: string, where: string, what: string, lookedFor: string, remedy: string): Fault {
  const searched = lookedFor ? ` (looked for ${lookedFor})` : '';
  return new Fault(`${where}: ${what}${searched}`, { code, origin: 'device', transient: false, where, remedy });
}
