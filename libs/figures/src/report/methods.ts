import type { ReportView } from '@joulefleet/contracts';
import { DEFAULT_LIMITS, frequencyTable, isDeviceClass } from '@joulefleet/core';
import { describeCalibrations } from './describe-calibrations';
import { describeConditions, describeProtocol } from './describe-conditions';

/** What a reviewer asks for, a paragraph for each part. */
export function methodsOf(report: ReportView, version: string): string[] {
  return [
    intent(report, version),
    protocolOf(report),
    sensorOf(report),
    checksOf(report),
    'Statistics. The energy of a cell (one combination of levels on one device) is the trimmed mean of the logarithm of the energies of its ' +
      'accepted trials, transformed back. Intervals cover 95 % and are from the variance pooled over all cells of the device. The optimum is the cell of ' +
      'least energy; its saving is corrected, by cross-validation, for the luck of being the least of many, where the optimum has more than one trial.',
    'Uncertainty. ± is half of the 95 % coverage interval of a figure on its own: repetition and all systematic parts of the sensor. Intervals in ' +
      'brackets are of repetition alone. In ratios on one device the parts that cancel (gain, shunt) are left out.',
    repeatability(report),
  ].filter((text) => text !== '');
}

function intent({ campaign, simulated, rows }: ReportView, version: string): string {
  const devices = [...new Set(rows.map(({ device, deviceClass }) => `${device} (${deviceClass})`))];
  const when = campaign.startedAt
    ? ` from ${campaign.startedAt} to ${campaign.finishedAt ?? 'now (it still runs)'}`
    : '';
  const how = simulated ? 'on twins, which simulate boards: no figure here was measured on a board' : 'on boards';
  return `Devices. Joulefleet ${version} executed campaign ${campaign.id}${when} ${how}. Devices: ${devices.join(', ') || 'none with results'}.`;
}

function protocolOf({ protocol, campaign }: ReportView): string {
  const strategy = `Trials were chosen by the strategy ${campaign.strategy.name}.`;
  return protocol
    ? `Protocol. ${describeProtocol(protocol, campaign.strategy.name === 'search')}. ${strategy}`
    : `Protocol. An older version launched the campaign, and its protocol is not known. ${strategy}`;
}

function sensorOf({ rows, calibrations }: ReportView): string {
  const classes = [...new Set(rows.map(({ deviceClass }) => deviceClass))].filter(isDeviceClass);
  const rails = classes.map((each) => `${frequencyTable(each).totalRail} on ${each}`);
  const total = rails.length > 0 ? ` (${rails.join(', ')})` : '';
  const others = [...new Set(rows.map(({ deviceClass }) => deviceClass))].filter((each) => !isDeviceClass(each));
  const elsewhere =
    others.length > 0
      ? ` On ${others.join(', ')} the total is what the device's facts name, by the sensor named there.`
      : '';
  return `Power. The board's INA3221 is read by the agent on the board.${elsewhere} Energy is the integral of the total rail${total} over the inference window, by the device's monotonic clock. Calibration: ${describeCalibrations(calibrations).join('; ') || 'not known'}.`;
}

function checksOf({ protocol }: ReportView): string {
  const { minSamples, maxOffShare, maxGapShare } = protocol?.checks ?? DEFAULT_LIMITS;
  const [off, gaps] = [maxOffShare, maxGapShare].map((share) => Number((100 * share).toPrecision(4)));
  return `Validity. A trial is rejected and measured again with fewer than ${minSamples} samples in its window, with a pinned clock off its level for more than ${off} % of the window, with gaps of more than ${gaps} %, or if another check of docs/measurement.md fires; the tables below count these.`;
}

function repeatability({ repeatabilityPct }: ReportView): string {
  const each = repeatabilityPct.map(
    ({ device, sdPct, degreesOfFreedom }) => `${device} ${sdPct.toFixed(2)} % (${degreesOfFreedom} degrees of freedom)`,
  );
  return each.length > 0 ? `Repeatability. Pooled standard deviation of energy: ${each.join('; ')}.` : '';
}

/** A line for each board and state that it was in. */
export function conditionRows({ conditions }: ReportView): string[][] {
  return conditions.map((each) => [
    each.device,
    each.model ?? 'unknown',
    each.jetpack ?? 'unknown',
    each.l4t ?? 'unknown',
    each.kernel,
    describeConditions(each),
  ]);
}
