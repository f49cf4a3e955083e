import type { ProgressView } from '@joulefleet/contracts';
import { describeAvailability, describeLevel, describeWork, optionsOf, shownFactors } from '@joulefleet/core';
import { describeCampaignPhase } from '@joulefleet/figures';
import { createColors } from 'picocolors';
import type { Colors } from '../../terminal/session';
import { padLeft, padRight } from '../../terminal/visible-width';
import { wrapParts } from '../../terminal/wrap-parts';
import { renderLive } from './render-live';
import { formatDuration } from '../format/format-duration';
import { renderNextStep } from '../device/render-next-step';

/** What the last attempt on each device measured, by the device's name. */
export type Readings = Map<string, { meanPowerMw: number; temperatureC: number | null }>;
export type DeviceProgress = ProgressView['devices'][number];

const WIDEST_BAR = 30;
const NARROWEST_BAR = 8;
/** Columns that a line needs beside the device's name and the bar to show all but what is measured now. */
const FIGURES_WIDTH = 42;

/** The campaign in a line, and a line with a bar per device; where the terminal is narrow, a second one for what does not fit. */
export function renderProgress(
  progress: ProgressView,
  columns: number,
  colors: Colors,
  readings: Readings = new Map(),
): string[] {
  const nameWidth = Math.max(6, ...progress.devices.map(({ device }) => device.length));
  const barWidth = Math.min(WIDEST_BAR, Math.max(NARROWEST_BAR, columns - nameWidth - FIGURES_WIDTH));
  const widest = String(Math.max(0, ...progress.devices.map(({ total }) => total))).length;
  return [
    ...wrapParts(headline(progress, colors), columns - 1),
    ...progress.devices.flatMap((device) =>
      wrapParts(
        [...deviceParts(device, nameWidth, barWidth, widest, colors), ...renderReading(device, readings)],
        columns - 1,
      ),
    ),
  ];
}

function headline(progress: ProgressView, colors: Colors): string[] {
  const { campaign } = progress;
  return [
    colors.bold(campaign.name),
    ...(campaign.simulated ? [colors.yellow('SIMULATED')] : []),
    describeCampaignPhase(campaign),
    `${progress.done}/${progress.total} trials`,
    ...pace(progress),
    `after ${formatDuration(progress.elapsedS)}`,
  ];
}

function deviceParts(
  device: DeviceProgress,
  nameWidth: number,
  barWidth: number,
  countWidth: number,
  colors: Colors,
): string[] {
  const count = `${padLeft(String(device.done), countWidth)}/${device.total}`;
  return [
    `${padRight(device.device, nameWidth)}  ${renderBar(device.done, device.total, barWidth, colors)}  ${count}`,
    ...pace(device),
    ...troubles(device, colors),
    colors.dim(renderNow(device)),
  ];
}

/** What is measured now, else what was measured last. */
function renderReading({ device, live }: DeviceProgress, readings: Readings): string[] {
  const now = live && renderLive(live);
  if (now !== null) return [now];
  const reading = readings.get(device);
  if (!reading) return [];
  const { meanPowerMw, temperatureC } = reading;
  return [`last ${(meanPowerMw / 1000).toFixed(2)} W${temperatureC === null ? '' : ` ${temperatureC.toFixed(0)} °C`}`];
}

/** A bar of `width` columns; full only when everything is done. */
export function renderBar(done: number, total: number, width: number, colors: Colors): string {
  const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
  const filled = done >= total && total > 0 ? width : Math.min(width - 1, Math.floor(share * width));
  return `${colors.green('█'.repeat(filled))}${colors.dim('░'.repeat(width - filled))}`;
}

/** What a device does now: workload, batch size, clocks and phase; or why it does nothing. */
export function renderNow(device: DeviceProgress): string {
  const { now } = device;
  switch (device.activity) {
    case 'measuring':
      return `${device.ending ? 'ending: ' : ''}${now ? renderTrial(now) : 'measuring'}`;
    case 'restoring':
      return 'ending: the device is being restored';
    case 'restore_pending':
      return `${renderAbsence(device)}; to be restored`;
    case 'waiting':
      return renderAbsence(device);
    case 'done':
      return 'done';
  }
}

function renderTrial({ workload, levels, phase }: NonNullable<DeviceProgress['now']>): string {
  const work = describeWork({ workload, graphMode: 'dynamic', options: optionsOf(levels) });
  const point = shownFactors([levels]).map((factor) => `${factor.title} ${describeLevel(factor, levels)}`);
  return `${work} b${levels.batchSize} ${point.join(' ')} ${phase}`;
}

/** A line for each device that a watched campaign still needs, though nothing more will come of it for now. */
export function renderLeftOver({ devices, blockedBy }: ProgressView): string[] {
  const blocking = new Map(blockedBy.map((blocked) => [blocked.device, blocked]));
  return devices
    .filter(({ device, ending }) => ending || blocking.has(device))
    .flatMap(({ device, availability, reason }) => {
      const step = renderNextStep({ name: device, nextStep: blocking.get(device)?.nextStep ?? null });
      return [
        `${device} is ${describeAvailability(availability)}: ${reason ?? 'no reason given'}`,
        ...(step ? [`  next step: ${step}`] : []),
      ];
    });
}

function renderAbsence({ availability, reason, heldElsewhere }: DeviceProgress): string {
  if (heldElsewhere) return 'waiting: the device works for another campaign';
  return reason ? `${availability}: ${reason}` : availability;
}

function pace({ ratePerMinute, etaS, etaIntervalS }: Pick<DeviceProgress, 'ratePerMinute' | 'etaS' | 'etaIntervalS'>) {
  const rate = ratePerMinute === null ? [] : [`${ratePerMinute.toFixed(1)}/min`];
  return etaS === null || etaS === 0 ? rate : [...rate, `ETA ${formatDuration(etaS)}${between(etaIntervalS)}`];
}

function between(interval: DeviceProgress['etaIntervalS']): string {
  return interval ? ` (${formatDuration(interval.low)} to ${formatDuration(interval.high)})` : '';
}

function troubles(device: DeviceProgress, colors: Colors): string[] {
  return [
    ...(device.failed > 0 ? [colors.red(`${device.failed} failed`)] : []),
    ...(device.skipped > 0 ? [colors.yellow(`${device.skipped} skipped`)] : []),
    ...(device.rejectedAttempts > 0 ? [colors.yellow(`${device.rejectedAttempts} measured again`)] : []),
  ];
}

/** One line without colours or bars for a log: what changed on a device. */
export function renderDeviceChange(device: DeviceProgress): string {
  const count = `${device.done}/${device.total} trials`;
  const parts = [count, ...pace(device), ...troubles(device, createColors(false)), renderNow(device)];
  return `${device.device}: ${parts.join(', ')}`;
}
