import { otherSensor, type OtherSensor } from './other-sensors';

/**
 * What a data sheet allows a power sensor to be off. Every figure is the half-width of a rectangular distribution.
 * A calibration against an external meter replaces the defaults.
 */
export interface SensorSpec {
  /** Additive, from the shunt amplifier's offset, in mW. */
  readonly offsetMw: number;
  /** Relative gain error of the shunt measurement. */
  readonly shuntGain: number;
  /** Relative gain error of the bus voltage measurement. */
  readonly busGain: number;
  /** Offset of the bus voltage measurement, relative to the supply's voltage, which hardly moves. */
  readonly busOffset: number;
  /** Relative tolerance of the shunt resistor. */
  readonly shuntTolerance: number;
  /** Relative gain error of a sensor whose parts are not known. */
  readonly gain: number;
}

/** The supply and shunt of a rail, as the board states them; null: not stated. */
export interface RailSupply {
  readonly supplyMv: number | null;
  readonly shuntMicroOhm: number | null;
  /** Where the readings come from; null or left out: an INA3221. */
  readonly layout?: string | null;
  /** Step between two readings; null or left out: not known. */
  readonly resolutionMw?: number | null;
}

/** Of a board that states neither. */
export const NOT_STATED: RailSupply = { supplyMv: null, shuntMicroOhm: null };

/** Supply and shunt that a board has unless it says otherwise. */
const USUAL = { supplyMv: 5_000, shuntMicroOhm: 5_000 };
/** Data sheet SBOS576: offset of the shunt amplifier and of the bus voltage, and the end of the shunt's range. */
const SHUNT_OFFSET_UV = 80;
const BUS_OFFSET_MV = 16;
const SHUNT_RANGE_UV = 163_800;

/**
 * What the sensor of a rail may be off. Of an INA3221 the offset grows with supply and shunt, in mW; of another source it is what is stated or assumed,
 * and half a step of its readings.
 */
export function sensorSpecOf(rail: RailSupply): SensorSpec {
  const other = otherSensorOf(rail);
  if (other) {
    const { offsetMw, gain } = other;
    return { ...NO_INA3221, offsetMw: offsetMw + (rail.resolutionMw ?? 0) / 2, gain };
  }
  const { supplyMv } = suppliedBy(rail);
  return { ...INA3221, offsetMw: powerAt(SHUNT_OFFSET_UV, rail), busOffset: BUS_OFFSET_MV / supplyMv };
}

/** The greatest power that the sensor can show there, in mW; infinite where no end of its range is known. */
export function sensorRangeMw(rail: RailSupply): number {
  if (otherSensorOf(rail)) return Infinity;
  return powerAt(SHUNT_RANGE_UV, rail);
}

/** What a board may have that does not say: 12 V on 2 mOhm, the widest of known boards. */
const WIDEST = { supplyMv: 12_000, shuntMicroOhm: 2_000 };
/** Half a step of the shunt's measurement. */
const HALF_STEP_UV = 20;

/** A reading so close to zero is zero, in mW: the sensor's offset and half of its step there. */
export function zeroToleranceMw(of: RailSupply): number {
  if (otherSensorOf(of)) return sensorSpecOf(of).offsetMw;
  const { supplyMv, shuntMicroOhm } = of;
  const rail = { supplyMv: supplyMv ?? WIDEST.supplyMv, shuntMicroOhm: shuntMicroOhm ?? WIDEST.shuntMicroOhm };
  return powerAt(SHUNT_OFFSET_UV + HALF_STEP_UV, rail);
}

/** µV over µOhm are A, times mV are mW. */
function powerAt(shuntUv: number, rail: RailSupply): number {
  const { supplyMv, shuntMicroOhm } = suppliedBy(rail);
  return (shuntUv / shuntMicroOhm) * supplyMv;
}

/**
 * Voltage that is read wanders by some percent, which is no other supply: a supply within a tenth of 5 V is the usual one, for
 * which the budget is stated.
 */
function suppliedBy({ supplyMv, shuntMicroOhm }: RailSupply): { supplyMv: number; shuntMicroOhm: number } {
  const usual = supplyMv === null || Math.abs(supplyMv - USUAL.supplyMv) <= USUAL.supplyMv / 10;
  return { supplyMv: usual ? USUAL.supplyMv : supplyMv, shuntMicroOhm: shuntMicroOhm ?? USUAL.shuntMicroOhm };
}

/**
 * INA3221 (Texas Instruments, data sheet SBOS576) at 5 mOhm and 5 V: +-80 µV shunt offset, 0.25 % gain of shunt and bus,
 * +-16 mV bus offset. The shunt's 1 % is assumed.
 */
export const INA3221: SensorSpec = {
  offsetMw: 80,
  shuntGain: 0.0025,
  busGain: 0.0025,
  busOffset: 0.0032,
  shuntTolerance: 0.01,
  gain: 0,
};

const NO_INA3221 = { shuntGain: 0, busGain: 0, busOffset: 0, shuntTolerance: 0 };

function otherSensorOf({ layout }: RailSupply): OtherSensor | null {
  return otherSensor(layout ?? null);
}
