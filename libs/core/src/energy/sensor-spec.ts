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
}

/** The supply and shunt of a rail, as the board states them; null: not stated. */
export interface RailSupply {
  readonly supplyMv: number | null;
  readonly shuntMicroOhm: number | null;
}

/** Of a board that states neither. */
export const NOT_STATED: RailSupply = { supplyMv: null, shuntMicroOhm: null };

/** Supply and shunt that a board has unless it says otherwise. */
const USUAL = { supplyMv: 5_000, shuntMicroOhm: 5_000 };
/** Data sheet SBOS576: offset of the shunt amplifier and of the bus voltage, and the end of the shunt's range. */
const SHUNT_OFFSET_UV = 80;
const BUS_OFFSET_MV = 16;
const SHUNT_RANGE_UV = 163_800;

/** What the INA3221 may be off on a rail of this supply and shunt: the offset grows with both, in mW. */
export function sensorSpecOf(rail: RailSupply): SensorSpec {
  const { supplyMv } = suppliedBy(rail);
  return { ...INA3221, offsetMw: powerAt(SHUNT_OFFSET_UV, rail), busOffset: BUS_OFFSET_MV / supplyMv };
}

/** The greatest power that the sensor can show there, in mW. */
export function sensorRangeMw(rail: RailSupply): number {
  return powerAt(SHUNT_RANGE_UV, rail);
}

/** What a board may have that does not say: 12 V on 2 mOhm, the widest of known boards. */
const WIDEST = { supplyMv: 12_000, shuntMicroOhm: 2_000 };
/** Half a step of the shunt's measurement. */
const HALF_STEP_UV = 20;

/** A reading so close to zero is zero, in mW: the sensor's offset and half of its step there. */
export function zeroToleranceMw({ supplyMv, shuntMicroOhm }: RailSupply): number {
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
};
