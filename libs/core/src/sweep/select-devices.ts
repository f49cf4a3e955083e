import { commandInText } from '../text/commands-in-text';
import { nearestWord } from '../spelling/nearest-word';
import type { SweepError } from './sweep-spec';

/** A list that is left out (empty) does not restrict; the lists that are there must all agree. */
export interface DeviceSelector {
  readonly classes: readonly string[];
  readonly names: readonly string[];
  /** A device with any of the labels is selected. */
  readonly labels: readonly string[];
  readonly groups: readonly string[];
  /** Of each class so many of the devices that match; null: all of them. */
  readonly count: number | null;
}

export interface SelectableDevice {
  readonly name: string;
  readonly deviceClass: string;
  readonly labels: readonly string[];
  readonly group: string | null;
  readonly availability: string;
}

/** Of devices that are as good as each other those are taken that can start soonest. */
const SOONEST: readonly string[] = ['ready', 'leased', 'cooling'];

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
  const matching = devices
    .filter((device) => accepts(selector.classes, [device.deviceClass]))
    .filter((device) => accepts(selector.names, [device.name]))
    .filter((device) => accepts(selector.labels, device.labels))
    .filter(({ group }) => accepts(selector.groups, group === null ? [] : [group]))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const errors = devices.length + retired.length === 0 ? [] : unknownWords(selector, devices, retired);
  if (matching.length === 0 && errors.length === 0) errors.push(nothingSelected(devices));
  if (selector.count === null || errors.length > 0) return { selected: matching, errors };
  return takeOfEachClass(matching, selector.count);
}

/** So many of each class: those that can start soonest, by name. */
function takeOfEachClass<D extends SelectableDevice>(
  matching: readonly D[],
  count: number,
): { selected: D[]; errors: SweepError[] } {
  const rank = ({ availability }: D): number => SOONEST.indexOf(availability) + 1 || SOONEST.length + 1;
  const classes = [...new Set(matching.map(({ deviceClass }) => deviceClass))].sort();
  const taken = classes.map((deviceClass) => {
    const ofClass = matching.filter((device) => device.deviceClass === deviceClass);
    return { deviceClass, devices: ofClass.sort((a, b) => rank(a) - rank(b)).slice(0, count) };
  });
  const selected = taken.flatMap(({ devices }) => devices).sort((a, b) => (a.name < b.name ? -1 : 1));
  const errors = taken.flatMap(({ deviceClass, devices }) =>
    devices.length < count ? [tooFew(deviceClass, devices.length, count)] : [],
  );
  return { selected, errors };
}

function tooFew(deviceClass: string, found: number, count: number): SweepError {
  const message = `${count} devices of ${deviceClass} are asked for, and ${found} match`;
  return { level: String(count), message, nearest: [], path: ['devices', 'count'], unsatisfiable: true };
}

function unknownWords(
  selector: DeviceSelector,
  devices: readonly SelectableDevice[],
  retired: readonly string[],
): SweepError[] {
  const names = devices.map((device) => device.name);
  const labels = [...new Set(devices.flatMap((device) => device.labels))].sort();
  const groups = [...new Set(devices.flatMap(({ group }) => (group === null ? [] : [group])))].sort();
  return [
    ...findUnknown('names', selector.names, names, (name) => unknownName(name, retired)).map((error) =>
      retired.includes(error.level) ? { ...error, nearest: [], unsatisfiable: true as const } : error,
    ),
    ...findUnknown('labels', selector.labels, labels, (label) => `no enrolled device has the label ${label}`),
    ...findUnknown('groups', selector.groups, groups, (group) => `no enrolled device is in the group ${group}`),
  ];
}

function unknownName(name: string, retired: readonly string[]): string {
  if (!retired.includes(name)) return `no device is enrolled as ${name}`;
  return `${name} is retired; to use it again: ${commandInText(`device check ${name}`)}`;
}

function findUnknown(
  list: 'names' | 'labels' | 'groups',
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
  return { level: 'devices', message, nearest: enrolled, path: ['devices'], unsatisfiable: true };
}
