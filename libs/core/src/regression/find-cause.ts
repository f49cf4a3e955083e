import type { SiblingOutcome } from './siblings';

/** What a change is put down to. */
export const CAUSES = ['sensor', 'power_mode', 'jetpack', 'temperature', 'device', 'workload', 'unknown'] as const;
export type Cause = (typeof CAUSES)[number];

/** What is known about a change, from its first night against the nights of its reference. Shifts are logarithms. */
export interface CauseEvidence {
  /** Facts of the device that differ, by name. */
  changedFacts: readonly string[];
  /** The sensor's set-up or the calibration differs. */
  sensorChanged: boolean;
  /** The versions under test differ. */
  versionChanged: boolean;
  /** Former and present, measured in turn the same night: a difference, none, or not measured. */
  interleaved: 'differ' | 'alike' | 'not_measured';
  /** The same on another device of the class; null: not measured. */
  sibling: SiblingOutcome | null;
  /** Common movement of the device, and whether it is more than its nights usually move. */
  device: { shift: number; significant: boolean };
  /** Movement by metric; null where it is not significant. */
  shifts: { powerMw: number | null; durationMs: number | null };
  /** Temperature of the die against the reference's nights, in degrees; null where unknown. */
  warmerByC: number | null;
  /** It moved on all devices that measure this workload. */
  onAllDevices: boolean;
}

export interface FoundCause {
  cause: Cause;
  /** Why, with what else would fit, for the record. */
  because: string;
}

/** As far as trials are let start off the learnt temperature (MEASUREMENT 6). */
const TEMPERATURE_BAND_C = 2;
/** Names of facts (`compareFacts`). */
const BOARD_FACTS = /^(serial|model)$/;
const MODE_FACTS = /power_?mode|nvpmodel|cores|limits|fan|governor/i;
const STACK_FACTS = /jetpack|l4t|kernel|cuda|tensorrt|driver|python|frequencies/i;

interface Rule {
  cause: Cause;
  because: string;
  holds: (evidence: CauseEvidence) => boolean;
}

/**
 * In order; the first that holds is the cause. Former and present were executed in turn on one device in one night: what differs between
 * them is nothing but the version, so this comes first; a sibling that does not show it shows that the version does it to this device alone. What was changed by hand comes before what is inferred.
 */
const RULES: readonly Rule[] = [
  {
    cause: 'workload',
    because: 'former and present differ when measured in turn, on a sibling as well',
    holds: ({ interleaved, sibling }) => interleaved === 'differ' && sibling === 'differ',
  },
  {
    cause: 'device',
    because: 'former and present differ when measured in turn on it, and not on its sibling',
    holds: ({ interleaved, sibling }) => interleaved === 'differ' && sibling === 'alike',
  },
  {
    cause: 'workload',
    because: 'former and present differ when measured in turn',
    holds: ({ interleaved }) => interleaved === 'differ',
  },
  {
    cause: 'device',
    because: 'it is another board',
    holds: ({ changedFacts }) => changedFacts.some((fact) => BOARD_FACTS.test(fact)),
  },
  {
    cause: 'sensor',
    because: 'the sensor or its calibration was changed',
    holds: ({ sensorChanged }) => sensorChanged,
  },
  {
    cause: 'power_mode',
    because: 'the power mode, the fan, the cores or the limits of a clock were changed',
    holds: ({ changedFacts }) => changedFacts.some((fact) => MODE_FACTS.test(fact)),
  },
  {
    cause: 'jetpack',
    because: 'the software of the device was changed',
    holds: ({ changedFacts }) => changedFacts.some((fact) => STACK_FACTS.test(fact)),
  },
  {
    cause: 'sensor',
    because: 'the whole device draws more or less power, and takes as long as before',
    holds: ({ device, shifts }) => device.significant && shifts.powerMw !== null && shifts.durationMs === null,
  },
  {
    cause: 'temperature',
    because: 'the device was warmer or colder',
    holds: ({ device, warmerByC }) =>
      device.significant && warmerByC !== null && Math.abs(warmerByC) > TEMPERATURE_BAND_C,
  },
  {
    cause: 'device',
    because: 'the sentinel cells of the device moved with it',
    holds: ({ device }) => device.significant,
  },
  {
    cause: 'workload',
    because: 'the version was changed, and it moved on all devices',
    holds: ({ versionChanged, onAllDevices, interleaved }) => interleaved !== 'alike' && versionChanged && onAllDevices,
  },
];

/** Tells causes of a change apart by what is known. Says `unknown` rather than guess. */
export function findCause(evidence: CauseEvidence): FoundCause {
  const rule = RULES.find(({ holds }) => holds(evidence));
  return rule ?? { cause: 'unknown', because: 'nothing that is recorded explains it' };
}
