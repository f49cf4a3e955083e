import { frequencyTable, isDeviceClass, isJetson, type KnownClass } from '../device-class/device-class';
import { saneLimits } from '../device-class/sane-limits';
import { zeroToleranceMw } from '../energy/sensor-spec';
import { good, problem, type PreflightCheck } from './preflight-check';
import type { PreflightObservation } from './preflight-observation';

/** Rails are read one after the other, and rounded to 40 mW steps: a part may seem to exceed the whole by so much. */
const PART_TOLERANCE = 0.1;
const PART_TOLERANCE_MW = 100;

const LINUX_REMEDY =
  'check nvidia-smi, or that the agent may read /sys/class/powercap (root); docs/fleet.md, "Linux machines", names every source';

type Rail = PreflightObservation['rails'][number];

export const railsReadable: PreflightCheck = {
  name: 'rails_readable',
  severity: 'blocks',
  resolution: 'manual',
  judge: ({ rails }, { deviceClass }) => {
    if (!rails.some(({ total, label }) => total && isTotalOf(deviceClass, label))) {
      const found = rails.map(({ label }) => label).join(', ') || 'none';
      return problem(`no rail ${totalName(deviceClass)}; found: ${found}`, {
        ...(!isJetson(deviceClass) && { remedy: LINUX_REMEDY }),
      });
    }
    const unread = rails.filter(({ error, powerMw }) => error !== null || powerMw.length === 0);
    if (unread.length === 0) return good(`${rails.length} rails read`);
    return problem(unread.map(({ label, error }) => `${label}: ${error ?? 'no reading'}`).join('; '), {
      resolution: 'retry',
    });
  },
  remedy: 'check the INA3221 and its driver: dmesg, and the files below /sys/bus/i2c/drivers/ina3221*',
};

export const railsPlausible: PreflightCheck = {
  name: 'rails_plausible',
  severity: 'blocks',
  resolution: 'manual',
  judge: ({ rails }, { deviceClass }) => {
    const read = rails.filter(({ powerMw }) => powerMw.length > 0);
    const total = read.find((rail) => rail.total);
    if (!total) return problem('the total rail has no reading', { resolution: 'retry' });
    const { low, high } = saneLimits(deviceClass).idlePowerMw;
    const totalMw = meanMw(total);
    if (totalMw < low || totalMw > high) {
      return problem(
        `${total.label} reads ${watts(totalMw)}; an idle ${deviceClass} draws ${watts(low)} to ${watts(high)}`,
      );
    }
    // Beside the total a machine that is no Jetson has supplies of its own, not parts.
    if (!isJetson(deviceClass)) return good(`${total.label} reads ${watts(totalMw)}`);
    const absurd = read.find((rail) => !rail.total && !isPartOf(rail, totalMw));
    if (absurd)
      return problem(`${absurd.label} reads ${watts(meanMw(absurd))}, but is part of a total of ${watts(totalMw)}`);
    return good(`${total.label} reads ${watts(totalMw)}`);
  },
  remedy: 'check that the device class is right, that nothing else runs on the device, and the power monitor',
};

/** Of a class without a table the agent says which rail is the total. */
function isTotalOf(deviceClass: KnownClass, label: string): boolean {
  return !isDeviceClass(deviceClass) || frequencyTable(deviceClass).totalRail === label;
}

function totalName(deviceClass: KnownClass): string {
  return isDeviceClass(deviceClass) ? frequencyTable(deviceClass).totalRail : 'of the whole device';
}

/** A part within what the sensor may be off at zero is zero. */
function isPartOf(part: Rail, totalMw: number): boolean {
  const { supplyMv = null, shuntMicroOhm = null } = part;
  const partMw = meanMw(part);
  const zeroMw = zeroToleranceMw({ supplyMv, shuntMicroOhm });
  return partMw >= -zeroMw && partMw <= totalMw * (1 + PART_TOLERANCE) + PART_TOLERANCE_MW;
}

function meanMw({ powerMw }: Rail): number {
  return powerMw.reduce((sum, each) => sum + each, 0) / powerMw.length;
}

function watts(powerMw: number): string {
  return `${(powerMw / 1000).toFixed(2)} W`;
}
