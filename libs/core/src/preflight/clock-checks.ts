import { isJetson } from '../device-class/device-class';
import type { PreflightExpectation, PreflightObservation } from './preflight-observation';
import { good, problem, type PreflightCheck } from './preflight-check';
import { isTooHot } from './heat-check';

/** NTP keeps boards within milliseconds; beyond this, dates of results mislead. */
const MAX_CLOCK_OFFSET_MS = 2_000;

export const privileged: PreflightCheck = {
  name: 'privileged',
  severity: 'blocks',
  resolution: 'manual',
  judge: (observed, expected) => {
    if (areLeftAlone(observed, expected)) return good('no clock can be written: they are measured as they are');
    return observed.privileged
      ? good('every clock, limit and governor is writable')
      : problem('the agent cannot write the clocks of this device');
  },
  remedy: 'log in as root, or run the agent through sudo: `joulefleet device sudoers NAME` prints the rule',
};

export const clocksSettable: PreflightCheck = {
  name: 'clocks_settable',
  severity: 'blocks',
  resolution: 'manual',
  judge: (observed, expected) => {
    const { clocks } = observed;
    const { deviceClass } = expected;
    if (areLeftAlone(observed, expected)) return good('none is set: clocks are measured as they are');
    if (clocks.length === 0) return problem('no clock could be tested');
    const failed = clocks.filter(({ error }) => error !== null);
    if (failed.length === 0) return good(`${clocks.map(({ domain }) => domain).join(', ')} set and read back`);
    const message = failed.map(({ domain, error }) => `${domain}: ${error}`).join('; ');
    // A throttled clock does not take, and cooling mends it.
    return problem(message, isTooHot(observed, deviceClass) ? { resolution: 'cool' } : {});
  },
  remedy:
    'check the power mode (nvpmodel -q), throttling, other programs that set clocks, and the privilege of the agent',
};

export const knobsSettable: PreflightCheck = {
  name: 'knobs_settable',
  severity: 'blocks',
  resolution: 'manual',
  judge: ({ knobs }) => {
    const failed = knobs.filter(({ error }) => error !== null);
    if (failed.length > 0) return problem(failed.map(({ key, error }) => `${key}: ${error}`).join('; '));
    return good(
      knobs.length === 0 ? 'the device offers none' : `${knobs.map(({ key }) => key).join(', ')} set and read back`,
    );
  },
  remedy:
    'check the power mode (nvpmodel -q), other programs that set knobs (jetson_clocks), and the privilege of the agent',
};

export const clocksRestored: PreflightCheck = {
  name: 'clocks_restored',
  severity: 'blocks',
  resolution: 'manual',
  judge: ({ restored: { verified, differences } }) =>
    verified
      ? good('every knob is restored')
      : problem(`not restored: ${differences.join('; ') || 'the restore was not verified'}`),
  remedy: 'set them manually, or reboot the device: a boot resets all of them except the power mode',
};

export const clockOffset: PreflightCheck = {
  name: 'clock_offset',
  severity: 'warns',
  resolution: 'manual',
  judge: (_, { clockOffsetMs }) => {
    if (clockOffsetMs === null) return good('not measured');
    const seconds = `${(Math.abs(clockOffsetMs) / 1000).toFixed(1)} s ${clockOffsetMs < 0 ? 'behind' : 'ahead of'}`;
    if (Math.abs(clockOffsetMs) <= MAX_CLOCK_OFFSET_MS) return good(`${seconds} the controller`);
    return problem(`the device's clock is ${seconds} the controller's`);
  },
  remedy: 'enable NTP on the device (timedatectl set-ntp true): boards have no battery-backed clock',
};

export const powerModeAsExpected: PreflightCheck = {
  name: 'power_mode_as_expected',
  severity: 'blocks',
  resolution: 'manual',
  judge: ({ facts }, { powerMode }) => {
    if (powerMode === null) return good(`power mode ${modeName(facts.powerMode)}`);
    if (facts.powerMode?.id === powerMode.id) return good(`power mode ${modeName(powerMode)}`);
    return problem(`power mode ${modeName(facts.powerMode)}, expected ${modeName(powerMode)}`, {
      remedy: `set it back (sudo nvpmodel -m ${powerMode.id}), or enroll the device again in its new mode`,
    });
  },
  remedy: 'set the expected mode (sudo nvpmodel -m ID), or enroll the device again in its new mode',
};

/** Of a machine that is no Jetson clocks are set only where that is permitted. */
function areLeftAlone({ facts }: PreflightObservation, { deviceClass }: PreflightExpectation): boolean {
  return !isJetson(deviceClass) && facts.canSetClocks === false;
}

function modeName(mode: { id: number; name: string | null } | null): string {
  if (mode === null) return 'unknown';
  return mode.name === null ? `${mode.id}` : `${mode.id} (${mode.name})`;
}
