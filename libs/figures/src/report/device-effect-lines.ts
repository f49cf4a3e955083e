import type { ReportView } from '@joulefleet/contracts';
import { formatCount } from '../text/format-count';

type Effects = ReportView['deviceEffects'];
type Effect = Effects['classes'][number]['devices'][number];

const NONE = {
  no_common_cells: 'have no cell in common: launch a campaign with devicesPerCell: all',
  too_few_cells: 'have too few cells in common to keep device and cell apart: measure more cells on both',
  too_many_devices: 'are too many to be compared in one report: --device NAME, or campaigns of fewer',
} as const;

/** `orin-2 draws 4.1 % (3.8 to 4.4) more than its 3 siblings`, a line for each device, and why there is none of a class. */
export function deviceEffectLines({ classes, none }: Effects): string[] {
  return [
    ...classes.flatMap(({ devices, ...of }) => [
      ...devices.map(effectLine),
      `${of.deviceClass}: over ${formatCount(of.cells, 'cell')}; a cell on a device is off the sum of both effects by ${of.residualSdPct.toFixed(2)} %${
        of.lowGrades > 0
          ? `; ${formatCount(of.lowGrades, 'figure')} of grade D or worse among them: too low to rank by`
          : ''
      }`,
    ]),
    ...none.map(({ devices, reason, deviceClass }) => `${deviceClass}: ${devices.join(', ')} ${NONE[reason]}`),
  ];
}

function effectLine(effect: Effect): string {
  const { device, siblings, effectPct, withSensorsPct } = effect;
  const { estimate, low, high } = effectPct;
  const [one, other] = estimate >= 0 ? [low, high] : [-high, -low];
  const what = `${device} draws ${Math.abs(estimate).toFixed(1)} % (${one.toFixed(1)} to ${other.toFixed(1)}) ${estimate >= 0 ? 'more' : 'less'} than its ${formatCount(siblings, 'sibling')}`;
  const sensors = `with what their sensors may be off ${withSensorsPct.low.toFixed(1)} to ${withSensorsPct.high.toFixed(1)} %`;
  return `${what}; ${sensors}: ${verdictOf(effect)}`;
}

function verdictOf({ significant, beyondSensors }: Effect): string {
  if (!significant) return 'may be chance';
  return beyondSensors ? 'the boards differ' : 'the boards or their sensors differ';
}
