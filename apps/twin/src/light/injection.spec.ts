import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LightBoard } from './light-board';
import { injection, injectionOf, readInjection } from './injection';

const OPTIONS = { deviceClass: 'jetson-nano', workload: 'alexnet', batchSize: 16, graphMode: 'dynamic' } as const;

/** Mean duration of a batch in µs, and what the sensor shows of the total after it, of a board with a fixed seed. */
function measured(injected: object): { batchUs: number; powerMw: number } {
  const light = new LightBoard('jetson-nano', 'injection');
  light.inject(injectionOf(injection.parse(injected), 'a'));
  const execution = light.board.newExecution(OPTIONS);
  light.board.begin(execution, { kind: 'infer', inferences: 320 });
  while (light.board.busy) light.board.advanceTo(light.board.nowUs + 100_000);
  const { batchUs } = light.board.takeFinished(execution)!;
  return { batchUs: batchUs.reduce((sum, us) => sum + us, 0) / batchUs.length, powerMw: light.readMw()[0]! };
}

describe('an injection', () => {
  const plain = measured({});

  it('makes executions of a device and of a workload longer', () => {
    const injected = { devices: { a: { duration: 1.1 } }, workloads: { alexnet: { duration: 1.1 } } };
    expect(measured(injected).batchUs / plain.batchUs).toBeCloseTo(1.21, 2);
  });

  it('lets the sensor show more', () => {
    const { batchUs, powerMw } = measured({ devices: { a: { sensor: 1.1 } } });
    expect(batchUs).toBe(plain.batchUs);
    expect(powerMw / plain.powerMw).toBeCloseTo(1.1, 1);
  });

  it('concerns no other device and no other workload', () => {
    expect(measured({ devices: { b: { duration: 2, sensor: 2 } }, workloads: { bert: { duration: 2 } } })).toEqual(
      plain,
    );
  });

  it('is read from a file, and names what is wrong with it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jf-injection-'));
    const path = join(folder, 'injected.json');
    writeFileSync(path, '{"workloads": {"alexnet": {"duration": 1.03}}}');
    expect(readInjection(path).workloads).toEqual({ alexnet: { duration: 1.03 } });
    writeFileSync(path, '{"workloads": {"alexnet": {"duration": 0}}}');
    expect(() => readInjection(path)).toThrow(/injected\.json: [\s\S]*duration/);
    rmSync(folder, { recursive: true });
  });
});
