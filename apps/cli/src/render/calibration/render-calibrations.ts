import type { CalibrationView } from '@joulefleet/contracts';
import { withUncertainty } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import { formatMoment } from '../format/format-moment';
import { fitTable } from '../table/fit-table';
import { renderFields } from '../table/render-fields';

/** One row for each version. */
export function renderCalibrations(device: string, calibrations: readonly CalibrationView[], screen: Screen): string {
  if (calibrations.length === 0) {
    return `${device} has no calibration. Enter one: joulefleet calibration add ${device} --rail RAIL --file PAIRS.csv --meter "NAME, 0.1 %"`;
  }
  const figure = (title: string) => ({ title, align: 'right' as const });
  const columns = [{ title: 'rail' }, figure('version'), figure('gain'), figure('offset'), { title: 'valid from' }];
  const rows = calibrations.map((each) => [
    each.rail,
    String(each.version),
    gainOf(each),
    offsetOf(each),
    formatMoment(each.validFrom),
    stateOf(each),
  ]);
  return fitTable([...columns, { title: 'state' }], rows, screen);
}

/** One version with its pairs. */
export function renderCalibration(calibration: CalibrationView, screen: Screen): string {
  const { device, rail, version, boardSerial, meter, note, forced, createdBy, createdAt, withdrawn } = calibration;
  const fields = renderFields(
    [
      ['state', stateOf(calibration)],
      ['board', boardSerial],
      ['gain', gainOf(calibration)],
      ['offset', offsetOf(calibration)],
      ['correlation', calibration.correlation.toFixed(3)],
      ['meter', `${meter.name ?? 'not named'}, ${accuracyOf(meter.accuracy)}`],
      ['valid from', formatMoment(calibration.validFrom)],
      ['entered', `${formatMoment(createdAt)} by ${createdBy}${forced ? ', by force' : ''}`],
      ['withdrawn', withdrawn && `${formatMoment(withdrawn.at)} by ${withdrawn.by}${reasonOf(withdrawn.reason)}`],
      ['note', note],
    ],
    screen,
  );
  const figure = (title: string) => ({ title, align: 'right' as const });
  const rows = calibration.pairs.map(({ readingMw, meterMw, meterUncertaintyMw, residualMw }) => [
    readingMw.toFixed(1),
    meterMw.toFixed(1),
    meterUncertaintyMw === null ? '-' : meterUncertaintyMw.toFixed(1),
    residualMw.toFixed(1),
  ]);
  const titles = ['reading mW', 'meter mW', 'uncertainty mW', 'residual mW'].map(figure);
  return `${screen.colors.bold(`${device} ${rail} version ${version}`)}\n${fields}\n\n${fitTable(titles, rows, screen)}`;
}

function stateOf({ withdrawn, inForce, validFrom, createdAt }: CalibrationView): string {
  if (withdrawn) return 'withdrawn';
  if (inForce) return 'in force';
  return validFrom > createdAt ? 'not in force yet, or superseded' : 'superseded, or of another board';
}

function gainOf({ gain, gainUncertainty }: CalibrationView): string {
  return withUncertainty(gain, gainUncertainty, '').trim();
}

function offsetOf({ offsetMw, offsetUncertaintyMw }: CalibrationView): string {
  return withUncertainty(offsetMw, offsetUncertaintyMw, 'mW');
}

function accuracyOf({ share, offsetMw }: CalibrationView['meter']['accuracy']): string {
  const parts = [
    ...(share > 0 ? [`${Number((100 * share).toPrecision(3))} %`] : []),
    ...(offsetMw > 0 ? [`${offsetMw} mW`] : []),
  ];
  return parts.length > 0 ? `±(${parts.join(' + ')})` : 'exact';
}

function reasonOf(reason: string | null): string {
  return reason === null ? '' : `: ${reason}`;
}
