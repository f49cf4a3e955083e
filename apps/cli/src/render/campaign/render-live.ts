import type { LiveEvent, LiveMeasure } from '@joulefleet/contracts';
import { formatDuration } from '../format/format-duration';

type DeviceReading = LiveEvent['readings'][number];

/** A temperature that was read longer ago is shown with its age. */
const RECENT_S = 12;

/** `now 5.45 W 41 °C`, as far as it is known; null: nothing is. */
export function renderLive({ powerMw, temperatureC, temperatureAgeS }: LiveMeasure): string | null {
  const ageS = temperatureAgeS ?? 0;
  const parts = [
    ...(powerMw === null ? [] : [`${(powerMw / 1000).toFixed(2)} W`]),
    ...(temperatureC === null ? [] : [`${temperatureC.toFixed(0)} °C`]),
    ...(temperatureC === null || ageS <= RECENT_S ? [] : [`${formatDuration(ageS)} ago`]),
  ];
  return parts.length > 0 ? `now ${parts.join(' ')}` : null;
}

/** A line for each device that measures, in the order of their names. */
export function renderReadings(readings: readonly DeviceReading[]): string[] {
  return [...readings]
    .sort((a, b) => a.device.localeCompare(b.device, 'en'))
    .flatMap((reading) => {
      const text = renderLive(reading);
      return text === null ? [] : [`${reading.device}  ${text}${reading.simulated ? '  SIMULATED' : ''}`];
    });
}
