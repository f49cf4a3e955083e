import type { Facts } from '@joulefleet/contracts';
import { Fault, type DeviceClass } from '@joulefleet/core';

interface ClassSigns {
  deviceClass: DeviceClass;
  model: RegExp;
  soc: string;
}

/** Carrier vendors rewrite the model string, and Orin NX boards of JetPack 5 lack the word Jetson: the SoC confirms. */
const SIGNS: readonly ClassSigns[] = [
  { deviceClass: 'jetson-orin-nx', model: /orin nx/i, soc: 'nvidia,tegra234' },
  { deviceClass: 'jetson-xavier-nx', model: /xavier nx/i, soc: 'nvidia,tegra194' },
  { deviceClass: 'jetson-nano', model: /jetson nano/i, soc: 'nvidia,tegra210' },
];

/**
 * The device class of what a probe read.
 * @throws Fault `unknown_class` (operator) for a board that is none of the known ones.
 */
export function classifyDevice(facts: Pick<Facts, 'model' | 'compatible'>, where: string): DeviceClass {
  const found = SIGNS.find(({ model, soc }) => model.test(facts.model ?? '') && facts.compatible.includes(soc));
  if (found) return found.deviceClass;
  const soc = facts.compatible.at(-1) ?? 'no device tree';
  throw new Fault(`${where}: "${facts.model ?? 'no model'}" (${soc}) is not a known device class`, {
    code: 'unknown_class',
    origin: 'operator',
    transient: false,
    where,
    remedy: `Known device classes: ${SIGNS.map((signs) => signs.deviceClass).join(', ')}.`,
  });
}
