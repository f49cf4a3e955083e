import { FACTORS, type FactorLevels } from './registry';

const OF_DEVICE = FACTORS.filter(({ appliedTo }) => appliedTo === 'device').map(({ key }) => key);

/** What a cell sets of the device, as one text: equal texts are equal settings. */
export function settingOf(levels: FactorLevels): string {
  return JSON.stringify(OF_DEVICE.map((key) => levels[key]));
}
