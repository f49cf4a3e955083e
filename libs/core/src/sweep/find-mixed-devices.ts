import type { DeviceSelector } from './select-devices';
import type { SweepError } from './sweep-spec';

/** Twins and boards in one campaign, whose figures would stand side by side: an error unless the file names its devices. */
export function findMixedDevices(
  { names }: Pick<DeviceSelector, 'names'>,
  selected: readonly { name: string; simulated: boolean }[],
): SweepError[] {
  const twin = selected.find(({ simulated }) => simulated);
  const board = selected.find(({ simulated }) => !simulated);
  if (!twin || !board || names.length > 0) return [];
  const message =
    `${twin.name} is simulated and ${board.name} is not: simulated and measured figures are no comparison; ` +
    'select one kind, or name each device under names if you want both';
  return [{ level: 'devices', message, nearest: [], path: ['devices'] }];
}
