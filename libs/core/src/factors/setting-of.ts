import { describeLevel, shownFactors } from './factor-levels';
import { FACTORS, type FactorLevels } from './registry';

const OF_DEVICE = FACTORS.filter(({ appliedTo }) => appliedTo === 'device').map(({ key }) => key);
const BESIDE_CLOCKS = OF_DEVICE.filter((key) => !isClock(key));

/** What a cell sets of the device, as one text: equal texts are equal settings. */
export function settingOf(levels: FactorLevels): string {
  return JSON.stringify(OF_DEVICE.map((key) => levels[key]));
}

/** The same without both clocks. */
export function otherSettingOf(levels: FactorLevels): string {
  return JSON.stringify(BESIDE_CLOCKS.map((key) => levels[key]));
}

/** `GPU 614.4 MHz, CPU 1479 MHz`: what a cell sets of the device, in words. */
export function describeSetting(levels: FactorLevels): string {
  return describe(levels, () => true);
}

/** The same without both clocks: `active cores 2`; empty where all else is as usual. */
export function describeOtherSetting(levels: FactorLevels): string {
  return describe(levels, (key) => !isClock(key));
}

function isClock(key: string): boolean {
  return key === 'cpuKhz' || key === 'gpuHz';
}

function describe(levels: FactorLevels, isWanted: (key: string) => boolean): string {
  const shown = shownFactors([levels]).filter(({ key }) => isWanted(key));
  return shown.map((factor) => `${factor.title} ${describeLevel(factor, levels)}`).join(', ');
}
