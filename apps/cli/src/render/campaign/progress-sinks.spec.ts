import { createColors } from 'picocolors';
import { sampleDeviceProgress, sampleProgress, sampleTrialEvent } from '../../fixtures/sample-views';
import { jsonSink, liveSink, plainSink } from './progress-sinks';

const AT = { id: 7, at: '2026-05-01T08:00:00.000Z' };

function capture() {
  const lines: string[] = [];
  return { lines, stream: { write: (text: string) => lines.push(text.trimEnd()) } };
}

function progressed(done: number, more: Parameters<typeof sampleDeviceProgress>[0] = {}) {
  return sampleProgress({ done, devices: [sampleDeviceProgress({ done, ...more })] });
}

describe('plainSink', () => {
  it('reports changes at intervals, and important ones at once', () => {
    const { lines, stream } = capture();
    let nowMs = 0;
    const sink = plainSink(stream, () => nowMs);
    sink.show(progressed(5));
    expect(lines[1]).toBe('three boards (SIMULATED): running');
    expect(lines).toHaveLength(2);
    nowMs = 1000;
    sink.show(progressed(6));
    expect(lines).toHaveLength(2);
    sink.show(progressed(6, { failed: 1 }));
    expect(lines[2]).toMatch(/^nano-1: 6\/12 trials.*1 failed/);
    nowMs = 7000;
    sink.show(progressed(7, { failed: 1 }));
    expect(lines.slice(3)).toEqual([expect.stringMatching(/^nano-1: 7/)]);
    sink.show(progressed(7, { failed: 1 }));
    expect(lines).toHaveLength(4);
    sink.show(progressed(7, { failed: 1, skipped: 5 }));
    expect(lines[4]).toMatch(/^nano-1: 7\/12 trials.*1 failed, 5 skipped/);
  });

  it('reports events that progress does not show', () => {
    const { lines, stream } = capture();
    const sink = plainSink(stream);
    sink.showEvent(sampleTrialEvent({ outcome: 'accepted' }));
    sink.showEvent(sampleTrialEvent({ outcome: 'rejected', again: true, reason: 'foreign load' }));
    sink.showEvent(sampleTrialEvent({ outcome: 'rejected', again: true, repetition: 0, reason: 'foreign load' }));
    sink.showEvent({
      ...AT,
      kind: 'device',
      device: 'nano-1',
      availability: 'leased',
      health: 'good',
      reason: null,
    });
    sink.showEvent({
      ...AT,
      kind: 'device',
      device: 'nano-1',
      availability: 'offline',
      health: 'good',
      reason: 'silent',
    });
    sink.showEvent({ ...AT, kind: 'trials', device: 'nano-1', outcome: 'skipped', trials: 3, reason: 'out of memory' });
    sink.showEvent({ ...AT, kind: 'campaign', change: 'pause', by: 'ada' });
    expect(lines).toEqual([
      'nano-1: alexnet b8 repetition 2 rejected (attempt 1, measured again): foreign load',
      'nano-1: alexnet b8 sentinel rejected (attempt 1, measured again): foreign load',
      'nano-1: offline: silent',
      'nano-1: 3 trials skipped: out of memory',
      'campaign: pause by ada',
    ]);
  });

  it('reports each outage once', () => {
    const { lines, stream } = capture();
    const sink = plainSink(stream);
    const outages = () => lines.filter((line) => line.includes('does not answer')).length;
    sink.showOutage('refused');
    sink.showOutage('refused');
    expect(outages()).toBe(1);
    sink.show(progressed(5));
    sink.showOutage('refused');
    expect(outages()).toBe(2);
  });
});

const LIVE = { powerMw: 5_120, railsMw: {}, temperatureC: 43.4, temperatureAgeS: 2 };

it('plainSink ends a line with what is measured now, which alone is no change', () => {
  const { lines, stream } = capture();
  let nowMs = 0;
  const sink = plainSink(stream, () => nowMs);
  sink.show(progressed(5, { live: LIVE }));
  expect(lines[0]).toMatch(/^nano-1: 5\/12 trials.*, now 5\.12 W 43 °C$/);
  nowMs = 60_000;
  sink.show(progressed(5, { live: { ...LIVE, powerMw: 9_000 } }));
  expect(lines).toHaveLength(2);
});

it('jsonSink gives what is measured now as events of their own', () => {
  const { lines, stream } = capture();
  const sink = jsonSink(stream);
  const event = { kind: 'live' as const, readings: [{ device: 'nano-1', simulated: true, ...LIVE }] };
  sink.show(progressed(5));
  sink.showLive!(event);
  sink.show(progressed(5, { live: LIVE }));
  expect(lines.slice(1).map((line) => JSON.parse(line) as unknown)).toEqual([event]);
});

it('liveSink shows what is measured now in place of what was measured last', () => {
  const { lines, stream } = capture();
  const sink = liveSink(stream, createColors(false));
  sink.showEvent(sampleTrialEvent({ outcome: 'accepted', meanPowerMw: 5_450, temperatureC: 41.2 }));
  sink.show(progressed(5, { live: { ...LIVE, temperatureAgeS: 95 } }));
  sink.end();
  expect(lines.join('\n')).toContain('now 5.12 W 43 °C 1 min 35 s ago');
  expect(lines.join('\n')).not.toContain('last 5.45 W');
});

it('jsonSink gives one document per change; time alone is none', () => {
  const { lines, stream } = capture();
  const sink = jsonSink(stream);
  sink.show(progressed(5));
  sink.show({ ...progressed(5), elapsedS: 99 });
  sink.show(progressed(6));
  expect(lines.map((line) => (JSON.parse(line) as { done: number }).done)).toEqual([5, 6]);
});

it('liveSink shows the last events below the bars, and what each device measured last', () => {
  const { lines, stream } = capture();
  const sink = liveSink(stream, createColors(false));
  for (let attempt = 1; attempt < 9; attempt += 1) sink.showEvent(sampleTrialEvent({ outcome: 'failed', attempt }));
  sink.showEvent(sampleTrialEvent({ outcome: 'accepted', meanPowerMw: 5_450, temperatureC: 41.2 }));
  sink.show(progressed(5));
  sink.end();
  const screen = lines.join('\n');
  expect(screen).toContain('last 5.45 W 41 °C');
  expect(screen).toContain('failed (attempt 8)');
  expect(screen).not.toContain('failed (attempt 2)');
});
