import { addCalibrationRequest, calibrationList, calibrationView, withdrawCalibrationRequest } from '../calibration';
import { defineRoutes } from '../route';

const UNKNOWN = { device_unknown: 'no enrolled device has this name' };

export const calibrationRoutes = defineRoutes({
  addCalibration: {
    method: 'POST',
    path: '/v1/devices/:name/calibrations',
    summary: 'Fit gain and offset of a rail to pairs against an external meter, and append them as a new version.',
    scope: 'devices:write',
    body: addCalibrationRequest,
    answer: calibrationView,
    status: 201,
    problems: {
      ...UNKNOWN,
      serial_unknown: 'the board states no serial number that a calibration could be bound to',
      rail_unknown: 'the device has no such rail',
      calibration_refused: 'the pairs give no calibration; nothing was stored',
    },
  },
  listCalibrations: {
    method: 'GET',
    path: '/v1/devices/:name/calibrations',
    summary: 'List the calibrations of a device, by rail, newest version first; withdrawn ones too.',
    scope: 'devices:read',
    answer: calibrationList,
    status: 200,
    problems: UNKNOWN,
  },
  withdrawCalibration: {
    method: 'POST',
    path: '/v1/devices/:name/calibrations/:rail/:version/withdraw',
    summary: 'Withdraw a version: it is kept, and not used any more.',
    scope: 'devices:write',
    body: withdrawCalibrationRequest,
    answer: calibrationView,
    status: 200,
    problems: { ...UNKNOWN, calibration_unknown: 'the board has no such version for this rail' },
  },
});
