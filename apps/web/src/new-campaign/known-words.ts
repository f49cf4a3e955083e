import type { DeviceView } from '@joulefleet/contracts';
import { formatFrequency } from '@joulefleet/core';
import type { KnownWords } from '../editor/complete-yaml';

/** What the fleet has that a campaign file can name: devices with their classes, labels and groups, and steps of their clocks. */
export function knownWordsOf(devices: readonly DeviceView[]): KnownWords {
  const present = devices.filter(({ availability }) => availability !== 'retired');
  const gpu = clocksOf(present.flatMap(({ facts }) => facts?.gpu?.frequenciesHz ?? []));
  const cpu = clocksOf(
    present.flatMap(
      ({ facts }) => facts?.cpuPolicies.flatMap((policy) => policy.frequenciesKhz.map((khz) => khz * 1000)) ?? [],
    ),
  );
  return {
    'devices.names.[]': sorted(present.map(({ name }) => name)),
    'devices.classes.[]': sorted(present.map(({ deviceClass }) => deviceClass)),
    'devices.labels.[]': sorted(present.flatMap(({ labels }) => labels)),
    'devices.groups.[]': sorted(present.flatMap(({ group }) => (group === null ? [] : [group]))),
    ...clockPaths('gpuFrequency', gpu),
    ...clockPaths('cpuFrequency', cpu),
  };
}

function clockPaths(factor: string, clocks: string[]): Record<string, string[]> {
  const places = ['', '.[]', '.from', '.to'];
  return Object.fromEntries(places.map((place) => [`factors.${factor}${place}`, clocks]));
}

function clocksOf(hz: readonly number[]): string[] {
  return [...new Set([...hz].sort((a, b) => a - b).map(formatFrequency))];
}

function sorted(words: readonly string[]): string[] {
  return [...new Set(words)].sort();
}
