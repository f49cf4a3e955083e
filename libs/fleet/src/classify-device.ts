import type { Facts } from '@joulefleet/contracts';
import { CLASS_SIGNS, Fault, type DeviceClass } from '@joulefleet/core';

/**
 * The device class of what a probe read.
 * @throws Fault `unknown_class` (operator) for a board that is none of the known ones.
 */
export function classifyDevice(facts: Pick<Facts, 'model' | 'compatible'>, where: string): DeviceClass {
  const found = CLASS_SIGNS.find(
    ({ model, soc }) => (facts.model ?? '').toLowerCase().includes(model) && facts.compatible.includes(soc),
  );
  if (found) return found.deviceClass;
  const soc = facts.compatible.at(-1) ?? 'no device tree';
  throw new Fault(`${where}: "${facts.model ?? 'no model'}" (${soc}) is not a known device class`, {
    code: 'unknown_class',
    origin: 'operator',
    transient: false,
    where,
    remedy: `Known device classes: ${CLASS_SIGNS.map((signs) => signs.deviceClass).join(', ')}.`,
  });
}
