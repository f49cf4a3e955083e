import type { Facts } from '@joulefleet/contracts';
import { CLASS_SIGNS, Fault, isTegra, KNOWN_CLASSES, type KnownClass } from '@joulefleet/core';

type ClassFacts = Pick<Facts, 'model' | 'compatible' | 'rails' | 'missing'>;

/**
 * The device class of what a probe read: a Jetson by its signs; another machine by what measures its total power.
 * @throws Fault `unknown_class` (operator) for a Jetson that is none of the known ones, and for a machine whose power nothing measures.
 */
export function classifyDevice(facts: ClassFacts, where: string): KnownClass {
  const found = CLASS_SIGNS.find(
    ({ model, soc }) => (facts.model ?? '').toLowerCase().includes(model) && facts.compatible.includes(soc),
  );
  if (found) return found.deviceClass;
  const total = isTegra(facts.compatible) ? undefined : facts.rails.find((rail) => rail.total);
  if (!total) throw unknownClass(facts, where);
  return total.layout === 'nvml' || total.layout === 'nvidia-smi' ? 'linux-nvidia' : 'linux-cpu';
}

function unknownClass({ model, compatible, missing }: ClassFacts, where: string): Fault {
  const soc = compatible.at(-1) ?? 'no device tree';
  const rails = missing.find(({ what }) => what === 'rails')?.lookedFor;
  const lookedFor = rails ? `, and nothing measures its power (looked for ${rails})` : '';
  return new Fault(`${where}: "${model ?? 'no model'}" (${soc}) is not a known device class${lookedFor}`, {
    code: 'unknown_class',
    origin: 'operator',
    transient: false,
    where,
    remedy: `Known device classes: ${KNOWN_CLASSES.join(', ')}. A machine that is no Jetson needs a source of power readings: NVML, nvidia-smi, RAPL, hwmon, a battery, or a meter in /etc/joulefleet/power.json (docs/fleet.md, "Power sources").`,
  });
}
