import type { DeviceClass } from './device-class';

/** What a board says of itself by which its class is known. */
export interface ClassSigns {
  deviceClass: DeviceClass;
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
];
