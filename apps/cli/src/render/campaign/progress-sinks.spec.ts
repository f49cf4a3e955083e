import { sampleDeviceProgress, sampleProgress } from '../../fixtures/sample-views';
import { jsonSink, plainSink } from './progress-sinks';

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

it('jsonSink gives one document per change; time alone is none', () => {
  const { lines, stream } = capture();
  const sink = jsonSink(stream);
  sink.show(progressed(5));
  sink.show({ ...progressed(5), elapsedS: 99 });
  sink.show(progressed(6));
  expect(lines.map((line) => (JSON.parse(line) as { done: number }).done)).toEqual([5, 6]);
});
