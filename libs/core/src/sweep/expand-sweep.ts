import { expandCells } from './expand-cells';
import { findUnknownLevels } from './find-unknown-levels';
import { levelsOnDevice } from './levels-on-device';
import type { Cell } from './cell';
import type { SweepDevice, SweepError, SweepSpec } from './sweep-spec';

/** More cells than this on one device are a slip of the pen, not a sweep. */
export const MOST_CELLS_PER_DEVICE = 100_000;

export interface DevicePlan {
  readonly device: string;
  readonly deviceClass: string;
  /** In a canonical order that depends on the levels only. */
  readonly cells: readonly Cell[];
  /** What was snapped or left out on this device. */
  readonly notes: readonly string[];
}

export interface SweepPlan {
  /** By name of device. */
  readonly perDevice: readonly DevicePlan[];
  readonly warnings: readonly string[];
  /** Not empty: the campaign must not be launched. */
  readonly errors: readonly SweepError[];
}

/**
 * Expands a campaign's factors into the cells of each selected device, every frequency snapped to that device's own
 * steps. Permuted devices, workloads or levels give the same plan.
 */
export function expandSweep(spec: SweepSpec, devices: readonly SweepDevice[]): SweepPlan {
  const sorted = [...devices].sort((a, b) => (a.name < b.name ? -1 : 1));
  const errors = [...findUnknownLevels(spec, sorted)];
  const perDevice = sorted.map((device) => {
    const { levels, notes } = levelsOnDevice(spec, device);
    const cells = expandCells(spec, device.deviceClass, levels, MOST_CELLS_PER_DEVICE);
    if (cells.length > MOST_CELLS_PER_DEVICE) errors.push(tooManyCells(device.name));
    return { device: device.name, deviceClass: device.deviceClass, cells, notes };
  });
  return { perDevice, warnings: [...findWarnings(spec, sorted, perDevice)], errors };
}

function tooManyCells(device: string): SweepError {
  return {
    level: 'factors',
    message: `more than ${MOST_CELLS_PER_DEVICE} cells on ${device}; name fewer levels`,
    nearest: [],
    path: ['factors'],
  };
}

function* findWarnings(
  spec: SweepSpec,
  devices: readonly SweepDevice[],
  perDevice: readonly DevicePlan[],
): Generator<string> {
  const classes = new Set(devices.map((device) => device.deviceClass));
  for (const deviceClass of Object.keys(spec.factors.perClass).sort()) {
    if (!classes.has(deviceClass)) yield `no selected device is a ${deviceClass}; its overrides are not used`;
  }
  for (const { device, cells } of perDevice) {
    if (cells.length === 0) yield `nothing to measure on ${device}`;
  }
}
