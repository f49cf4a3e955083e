import { commandInText, Fault, nearestWord, type CalibrationRefusal } from '@joulefleet/core';

/** The pairs give no calibration. */
export function calibrationRefused(device: string, { message, remedy }: CalibrationRefusal): Fault {
  return new Fault(`nothing was stored: ${message}`, {
    code: 'calibration_refused',
    origin: 'operator',
    transient: false,
    where: device,
    remedy,
  });
}

export function railUnknown(device: string, rail: string, rails: readonly string[]): Fault {
  const nearest = nearestWord(rail, rails);
  return new Fault(`${device} has no rail ${rail}`, {
    code: 'rail_unknown',
    origin: 'operator',
    transient: false,
    where: device,
    remedy: nearest ? `Did you mean ${nearest}?` : `It has ${rails.join(', ') || 'none'}.`,
  });
}

export function serialUnknown(device: string): Fault {
  return new Fault(`${device} states no serial number, so that a calibration cannot be bound to its board`, {
    code: 'serial_unknown',
    origin: 'operator',
    transient: false,
    where: device,
    remedy: `Read its facts: ${commandInText(`device check ${device}`)}`,
  });
}

export function calibrationUnknown(device: string, rail: string, version: string): Fault {
  return new Fault(`${device} has no calibration ${version} of ${rail}`, {
    code: 'calibration_unknown',
    origin: 'operator',
    transient: false,
    where: device,
    remedy: `See ${commandInText(`calibration list ${device}`)}`,
  });
}
