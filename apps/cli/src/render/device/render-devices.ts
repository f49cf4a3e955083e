import type { DeviceView } from '@joulefleet/contracts';
import { AVAILABILITIES } from '@joulefleet/core';
import { formatCount } from '@joulefleet/figures';
import type { Screen } from '../../terminal/screen';
import { wrapText } from '../../terminal/wrap-text';
import { formatSpan } from '../format/format-moment';
import { renderAvailability, renderAvailabilityCount, renderUntil } from './render-availability';
import { renderNextStep } from './render-next-step';
import { renderWrappedTable, type WrappedRow } from '../table/render-wrapped-table';

const ARROW = '→ ';
const TITLES = ['device', 'class', 'address', 'state', 'since', 'until', '', 'reason'];

/** One row per device with why it stands there and what brings it back, then how many stand where. */
export function renderDevices(devices: readonly DeviceView[], screen: Screen): string {
  const table = renderWrappedTable(
    TITLES,
    devices.map((device) => rowOf(device, screen)),
    screen,
  );
  return `${table}\n\n${renderCounts(devices, screen)}`;
}

function rowOf(device: DeviceView, screen: Screen): WrappedRow {
  const { colors, nowMs } = screen;
  const address = `${device.user}@${device.host}:${device.port}`;
  const state = renderAvailability(device, colors);
  const since = formatSpan(nowMs - Date.parse(device.since));
  const until = renderUntil(device, nowMs);
  const simulated = device.simulated ? colors.yellow('SIMULATED') : '';
  const parts = [colors.bold(device.name), state, `since ${since}`, until && `until ${until}`, simulated];
  return {
    cells: [device.name, device.deviceClass, address, state, since, until, simulated],
    parts: [...parts, device.deviceClass, address].filter(Boolean),
    lines: (columns) => reasonLines(device, screen, columns),
  };
}

/** The reason, then what to do. */
function reasonLines(device: DeviceView, { colors }: Screen, columns: number): string[] {
  const { reason } = device;
  const step = renderNextStep(device);
  const way = step === null ? [] : wrapText(step, columns - ARROW.length);
  const pointed = way.map((line, at) => colors.dim(`${at === 0 ? ARROW : ' '.repeat(ARROW.length)}${line}`));
  return [...(reason === null ? [] : wrapText(reason, columns)), ...pointed];
}

/** `7 devices: 3 ready, 2 leased, 2 offline`. */
function renderCounts(devices: readonly DeviceView[], { colors, columns }: Screen): string {
  const counts = AVAILABILITIES.flatMap((availability) => {
    const count = devices.filter((device) => device.availability === availability).length;
    return count > 0 ? [renderAvailabilityCount(count, availability, colors)] : [];
  });
  return wrapText(`${formatCount(devices.length, 'device')}: ${counts.join(', ')}`, columns).join('\n');
}
