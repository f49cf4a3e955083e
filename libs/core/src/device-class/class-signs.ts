import type { KnownClass } from './device-class';

/** What a board says of itself by which its class is known. */
export interface ClassSigns {
  deviceClass: KnownClass;
  /** A part of the model of the device tree, in small letters. */
  model: string;
  /** One of its `compatible` texts. */
  soc: string;
}

/** Carrier vendors rewrite the model string, and Orin NX boards of JetPack 5 lack the word Jetson: the SoC confirms. */
export const CLASS_SIGNS: readonly ClassSigns[] = [
  { deviceClass: 'jetson-orin-nx', model: 'orin nx', soc: 'nvidia,tegra234' },
  { deviceClass: 'jetson-xavier-nx', model: 'xavier nx', soc: 'nvidia,tegra194' },
  { deviceClass: 'jetson-nano', model: 'jetson nano', soc: 'nvidia,tegra210' },
  { deviceClass: 'jetson-orin-nano', model: 'orin nano', soc: 'nvidia,tegra234' },
  { deviceClass: 'jetson-agx-orin', model: 'agx orin', soc: 'nvidia,tegra234' },
  { deviceClass: 'jetson-agx-xavier', model: 'agx xavier', soc: 'nvidia,tegra194' },
  { deviceClass: 'jetson-agx-xavier', model: 'jetson-agx', soc: 'nvidia,tegra194' },
  { deviceClass: 'jetson-tx2', model: 'tx2', soc: 'nvidia,tegra186' },
  { deviceClass: 'jetson-tx2', model: 'quill', soc: 'nvidia,tegra186' },
  { deviceClass: 'jetson-thor', model: 'thor', soc: 'nvidia,tegra264' },
];

/** Of any Jetson, known or not. */
export function isTegra(compatible: readonly string[]): boolean {
  return compatible.some((text) => text.startsWith('nvidia,tegra'));
}
