import { isJetson, type KnownClass } from '../device-class/device-class';
import { saneLimits } from '../device-class/sane-limits';
import { good, problem, type PreflightCheck } from './preflight-check';
import type { PreflightObservation } from './preflight-observation';

export const temperatureInWindow: PreflightCheck = {
  name: 'temperature_in_window',
  severity: 'blocks',
  resolution: 'manual',
  judge: (observed, { deviceClass }) => {
    const hottest = observed.temperatureC;
    if (hottest === null) {
      return isJetson(deviceClass)
        ? problem('no thermal zone can be read')
        : good('no thermal zone can be read: the temperature is not known');
    }
    const { low, high } = saneLimits(deviceClass).startC;
    const found = `${hottest.zone} at ${hottest.temperatureC.toFixed(1)} °C`;
    if (isTooHot(observed, deviceClass)) {
      const remedy = 'wait for it to cool; if it stays hot, check fan, heat sink, room temperature and other processes';
      return problem(`${found}, must be below ${high} °C to start`, { resolution: 'cool', remedy });
    }
    return hottest.temperatureC < low ? problem(`${found}, below ${low} °C`) : good(found);
  },
  remedy: 'check the thermal zones below /sys/class/thermal',
};

export function isTooHot({ temperatureC }: PreflightObservation, deviceClass: KnownClass): boolean {
  return temperatureC !== null && temperatureC.temperatureC > saneLimits(deviceClass).startC.high;
}
