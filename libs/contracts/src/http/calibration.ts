import * as z from 'zod';
import { plainLine } from './device';
import { sentMoment } from './moment';

const MAX_PAIRS = 1_000;
/** More than any board can draw, so that its square is a number. */
const powerMw = z.number().positive().max(1e9);

/** One comparison with an external meter at steady power. */
export const calibrationPair = z.strictObject({
  /** What the board's sensor showed, uncalibrated. */
  readingMw: powerMw,
  meterMw: powerMw,
  /** Standard uncertainty of the meter's value; null: not stated. */
  meterUncertaintyMw: powerMw.nullable().default(null),
});

/** The meter that pairs were measured with. Its accuracy is a half-width, as data sheets state it. */
export const calibrationMeter = z.strictObject({
  name: plainLine.max(200),
  /** Null: the pairs state their uncertainties. */
  accuracy: z
    .strictObject({ share: z.number().min(0).max(0.5), offsetMw: z.number().min(0).max(1e6) })
    .nullable()
    .default(null),
});

export const railName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/, 'the label of a rail');

/** Appends a version of the calibration of a rail. */
export const addCalibrationRequest = z.strictObject({
  rail: railName,
  pairs: z.array(calibrationPair).max(MAX_PAIRS),
  meter: calibrationMeter.nullable().default(null),
  note: z.string().max(2_000).default(''),
  /** From when on it is valid. Default: now. */
  validFrom: sentMoment.optional(),
  /** Take a gain or an offset that data sheet and shunt tolerance do not allow. */
  force: z.boolean().default(false),
});

export const withdrawCalibrationRequest = z.strictObject({ reason: plainLine.optional() });

/** True power = gain x reading + offset. */
export const calibrationView = z.object({
  device: z.string(),
  rail: z.string(),
  version: z.number().int(),
  /** Serial number of the board that it is valid for. */
  boardSerial: z.string(),
  gain: z.number(),
  offsetMw: z.number(),
  /** Expanded uncertainties (k = 2) of the fit; correlation between -1 and 1. */
  gainUncertainty: z.number(),
  offsetUncertaintyMw: z.number(),
  correlation: z.number(),
  meter: z.object({ name: z.string().nullable(), accuracy: z.object({ share: z.number(), offsetMw: z.number() }) }),
  pairs: z.array(z.object({ ...calibrationPair.shape, residualMw: z.number() })),
  note: z.string(),
  /** Taken although data sheet and shunt tolerance do not allow it. */
  forced: z.boolean(),
  validFrom: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  /** Null: it is not withdrawn. */
  withdrawn: z.object({ at: z.iso.datetime(), by: z.string(), reason: z.string().nullable() }).nullable(),
  /** Whether it is the one in force now on the board that the device is. */
  inForce: z.boolean(),
});
export const calibrationList = z.object({ calibrations: z.array(calibrationView) });

export type AddCalibrationRequest = z.infer<typeof addCalibrationRequest>;
export type WithdrawCalibrationRequest = z.infer<typeof withdrawCalibrationRequest>;
export type CalibrationView = z.infer<typeof calibrationView>;
export type CalibrationList = z.infer<typeof calibrationList>;
