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
