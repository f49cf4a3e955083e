import type { ProgressView, StreamedEvent } from '@joulefleet/contracts';
import { describeCampaignPhase } from '@joulefleet/figures';
import { LiveScreen } from '../../terminal/live-screen';
import type { Colors } from '../../terminal/session';
import type { TextStream } from '../../terminal/streams';
import type { ProgressSink } from '../../watch/watch-campaign';
import { renderEvent } from './render-event';
import { renderLive } from './render-live';
import { renderDeviceChange, renderProgress } from './render-progress';
import type { DeviceProgress, Readings } from './render-progress';

const DEFAULT_COLUMNS = 80;
/** Five redraws a second. */
const LIVE_PERIOD_MS = 200;
const PLAIN_PERIOD_MS = 1000;
/** So many events are shown below the bars. */
const SHOWN_EVENTS = 6;
/** A log gets at most one line per device in this time, but for what it must not miss. */
const QUIET_MS = 5000;

/** Bars that are redrawn in place, for a terminal. */
export function liveSink(stream: TextStream, colors: Colors): ProgressSink {
  const live = new LiveScreen(stream);
  let lines: string[] = [];
  const events: string[] = [];
  const readings: Readings = new Map();
  return {
    periodMs: LIVE_PERIOD_MS,
    show(progress) {
      const bars = renderProgress(progress, stream.columns || DEFAULT_COLUMNS, colors, readings);
      lines = [...bars, ...events.map((line) => colors.dim(line))];
      live.draw(lines);
    },
    showEvent(event) {
      keepReading(readings, event);
      const line = renderEvent(event);
      if (line !== null) events.push(line);
      events.splice(0, events.length - SHOWN_EVENTS);
    },
    showOutage(reason) {
      live.draw([...lines, colors.yellow(`the controller does not answer (${reason}); waiting for it`)]);
    },
    end: () => live.end(),
  };
}

/** One line per change, for a log. */
export function plainSink(stream: TextStream, nowMs: () => number = () => performance.now()): ProgressSink {
  const told = new Map<string, { line: string; weighty: string; atMs: number }>();
  let away = false;
  /** `live` changes all the time, and alone is no change. */
  const tell = (key: string, weighty: string, line: string, live = ''): void => {
    const before = told.get(key);
    const pressing = !before || before.weighty !== weighty;
    if (!pressing && (before.line === line || nowMs() - before.atMs < QUIET_MS)) return;
    stream.write(`${line}${live}\n`);
    told.set(key, { line, weighty, atMs: nowMs() });
  };
  return {
    periodMs: PLAIN_PERIOD_MS,
    show(progress) {
      away = false;
      for (const device of progress.devices)
        tell(device.device, weightOf(device), renderDeviceChange(device), liveSuffix(device));
      const { campaign } = progress;
      const line = `${campaign.name}${campaign.simulated ? ' (SIMULATED)' : ''}: ${describeCampaignPhase(campaign)}`;
      tell('', line, line);
    },
    showOutage(reason) {
      if (!away) stream.write(`the controller does not answer (${reason}); waiting for it\n`);
      away = true;
    },
    showEvent(event) {
      const line = renderEvent(event);
      if (line !== null) stream.write(`${line}\n`);
    },
    end: () => undefined,
  };
}

function liveSuffix({ live }: DeviceProgress): string {
  const text = live && renderLive(live);
  return text === null ? '' : `, ${text}`;
}

/** Changes of this are told at once. */
function weightOf(device: DeviceProgress): string {
  const finished = device.done >= device.total;
  return JSON.stringify([
    device.availability,
    device.reason,
    device.failed,
    device.skipped,
    device.rejectedAttempts,
    device.ending,
    finished,
  ]);
}

/** Latest power and temperature of each device, as far as its attempts have them. */
function keepReading(readings: Readings, event: StreamedEvent): void {
  if (event.kind !== 'trial' || event.meanPowerMw === null) return;
  readings.set(event.device, { meanPowerMw: event.meanPowerMw, temperatureC: event.temperatureC });
}

/**
 * One JSON document per event and per change of the progress, for a program: only events have a `kind`. What devices measure now is an event of
 * its own, and alone is no change.
 */
export function jsonSink(stream: TextStream): ProgressSink {
  let told = '';
  return {
    periodMs: PLAIN_PERIOD_MS,
    show(progress: ProgressView) {
      const { elapsedS: _elapsedS, devices, ...rest } = progress;
      const change = JSON.stringify([rest, devices.map(({ live: _live, ...device }) => device)]);
      if (change !== told) stream.write(`${JSON.stringify(progress)}\n`);
      told = change;
    },
    showOutage: () => undefined,
    showEvent: (event) => void stream.write(`${JSON.stringify(event)}\n`),
    showLive: (event) => void stream.write(`${JSON.stringify(event)}\n`),
    end: () => undefined,
  };
}
