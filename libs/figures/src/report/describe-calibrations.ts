import type { ReportView } from '@joulefleet/contracts';
import { formatCount } from '../text/format-count';

/** How the power sensors of a campaign's devices were calibrated. */
export function describeCalibrations(calibrations: ReportView['calibrations']): string[] {
  if (calibrations.length === 0) return [];
  if (calibrations.every(({ calibration }) => calibration === null)) {
    return ['all: power sensors are not calibrated; their uncertainty is that of the data sheet'];
  }
  return calibrations.map(({ device, trials, calibration }) => {
    if (!calibration) return `${device}: ${formatCount(trials, 'trial')} by the power sensor itself, not calibrated`;
    const { rail, version, meter, validFrom, ageDays } = calibration;
    const age = `valid from ${validFrom.slice(0, 10)}, ${formatCount(Math.floor(ageDays), 'day')} old`;
    const against = meter === null ? 'against a meter' : `against ${meter}`;
    return `${device}: ${formatCount(trials, 'trial')} by calibration ${version} of ${rail} ${against}, ${age}`;
  });
}
