import { nearestWord } from '../spelling/nearest-word';
import type { SweepError } from './sweep-spec';

/** A list that is left out (empty) does not restrict; the lists that are there must all agree. */
export interface DeviceSelector {
  readonly classes: readonly string[];
  readonly names: readonly string[];
  /** A device with any of the labels is selected. */
  readonly labels: readonly string[];
}

export interface SelectableDevice {
  readonly name: string;
  readonly deviceClass: string;
  readonly labels: readonly string[];
}

/**
 * The devices that a campaign asks for, by name; a name, a label or a set that selects nothing is an error. `retired`: names that
 * can be asked for no more.
 */
export function selectDevices<D extends SelectableDevice>(
  selector: DeviceSelector,
  devices: readonly D[],
  retired: readonly string[] = [],
): { selected: D[]; errors: SweepError[] } {
  const accepts = (wanted: readonly string[], has: readonly string[]): boolean =>
    wanted.length === 0 || wanted.some((word) => has.includes(word));
  const selected = devices
    .filter((device) => accepts(selector.classes, [device.deviceClass]))
    .filter((device) => accepts(selector.names, [device.name]))
    .filter((device) => accepts(selector.labels, device.labels))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const errors = devices.length + retired.length === 0 ? [] : unknownWords(selector, devices, retired);
  if (selected.length === 0 && errors.length === 0) errors.push(nothingSelected(devices));
  return { selected, errors };
}

function unknownWords(
  selector: DeviceSelector,
  devices: readonly SelectableDevice[],
  retired: readonly string[],
): SweepError[] {
  const names = devices.map((device) => device.name);
  const labels = [...new Set(devices.flatMap((device) => device.labels))].sort();
  return [
    ...findUnknown('names', selector.names, names, (name) => unknownName(name, retired)).map((error) =>
      retired.includes(error.level) ? { ...error, nearest: [] } : error,
    ),
    ...findUnknown('labels', selector.labels, labels, (label) => `no enrolled device has the label ${label}`),
  ];
}

function unknownName(name: string, retired: readonly string[]): string {
  if (!retired.includes(name)) return `no device is enrolled as ${name}`;
  return `${name} is retired; to use it again: joulefleet device check ${name}`;
}

function findUnknown(
  list: 'names' | 'labels',
  wanted: readonly string[],
  known: readonly string[],
  messageOf: (word: string) => string,
): SweepError[] {
  return wanted.flatMap((word, index) => {
    if (known.includes(word)) return [];
    const nearest = nearestWord(word, known);
    return [
      { level: word, message: messageOf(word), nearest: nearest ? [nearest] : [], path: ['devices', list, index] },
    ];
  });
}

function nothingSelected(devices: readonly SelectableDevice[]): SweepError {
  const enrolled = devices.map((device) => `${device.name} (${device.deviceClass})`).sort();
  const message = devices.length === 0 ? 'no device is enrolled' : 'the selector matches no enrolled device';
  return { level: 'devices', message, nearest: enrolled, path: ['devices'] };
}
