/** Averaging factors and conversion times that the INA3221 has (datasheet SBOS576; Linux drivers/hwmon/ina3221.c). */
const SAMPLE_COUNTS = [1, 4, 16, 64, 128, 256, 512, 1024];
const CONVERSION_TIMES_US = [140, 204, 332, 588, 1100, 2116, 4156, 8244];
/** Each channel converts its shunt voltage, then its bus voltage. */
const CONVERSIONS_PER_CHANNEL = 2;
const CHANNELS = 3;

/** JetPack 5 and later: the sensor converts all the time, what is read is the last completed cycle. */
export interface HwmonSettings {
  driver: 'hwmon';
  samples: number;
  conversionUs: number;
  enabled: readonly boolean[];
}

/** JetPack 4: `running_mode` 0 converts once when read, 1 averages all the time. */
export interface IioSettings {
  driver: 'iio';
  runningMode: 0 | 1;
}

export type SensorSettings = HwmonSettings | IioSettings;

export interface SensorWrite {
  samples?: number;
  updateIntervalMs?: number;
  enabled?: { channel: number; on: boolean };
  runningMode?: number;
}

/** The drivers' defaults: one sample of 1.1 ms on three channels; single shots. */
export function initialSettings(driver: SensorSettings['driver']): SensorSettings {
  if (driver === 'iio') return { driver, runningMode: 0 };
  return { driver, samples: 1, conversionUs: 1100, enabled: [true, true, true] };
}

/** Settings after a write, rounded to what the chip has; a write that its driver does not know changes nothing. */
export function writeSettings(settings: SensorSettings, write: SensorWrite): SensorSettings {
  if (settings.driver === 'iio') {
    return write.runningMode === 0 || write.runningMode === 1
      ? { ...settings, runningMode: write.runningMode }
      : settings;
  }
  const samples = write.samples === undefined ? settings.samples : nearest(SAMPLE_COUNTS, write.samples);
  const { enabled: change } = write;
  const enabled = settings.enabled.map((on, channel) => (change?.channel === channel ? change.on : on));
  const changed = { ...settings, samples, enabled };
  if (write.updateIntervalMs === undefined) return changed;
  const perConversionUs = (write.updateIntervalMs * 1000) / (conversions(changed) * samples);
  return { ...changed, conversionUs: nearest(CONVERSION_TIMES_US, perConversionUs) };
}

/** Time after which every enabled channel has a fresh value, in µs. */
export function cycleUs(settings: HwmonSettings): number {
  return Math.max(1, conversions(settings)) * settings.samples * settings.conversionUs;
}

/** What `update_interval` shows, in ms. */
export function updateIntervalMs(settings: HwmonSettings): number {
  return Math.round(cycleUs(settings) / 1000);
}

/** Averaging of the iio driver: 64 samples of 1.1 ms per conversion on all channels, or one conversion at the read. */
export const IIO_CONTINUOUS_US = 64 * 1100 * CONVERSIONS_PER_CHANNEL * CHANNELS;
export const IIO_SINGLE_SHOT_US = 1100;

/** The stretch of time whose mean a read at `nowUs` returns. */
export function conversionWindow(settings: SensorSettings, nowUs: number): { fromUs: number; toUs: number } {
  if (settings.driver === 'iio' && settings.runningMode === 0)
    return { fromUs: nowUs - IIO_SINGLE_SHOT_US, toUs: nowUs };
  const lengthUs = settings.driver === 'iio' ? IIO_CONTINUOUS_US : cycleUs(settings);
  const toUs = Math.floor(nowUs / lengthUs) * lengthUs;
  return { fromUs: toUs - lengthUs, toUs };
}

function conversions(settings: HwmonSettings): number {
  return settings.enabled.filter(Boolean).length * CONVERSIONS_PER_CHANNEL;
}

function nearest(values: readonly number[], wanted: number): number {
  return values.reduce((best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best));
}
