import { DEVICE_CLASSES, type DeviceClass } from '@joulefleet/core';
import { defaultGovernors, expectedTrial, steadyTemperature, thermalOf, type RunOptions } from '../physics';
import { Board, type Finished } from './board';
import { boardClass } from './board-class';

const START_US = 1_000_000;

const alexnet = (deviceClass: DeviceClass, batchSize = 32): RunOptions => ({
  deviceClass,
  workload: 'alexnet',
  batchSize,
  graphMode: 'dynamic',
});

function newBoard(deviceClass: DeviceClass, seed = 'test'): Board {
  const board = new Board(boardClass(deviceClass), seed, START_US);
  board.cpu.forEach((_, policy) => board.writeCpu(policy, { min: 0, max: 1e9 }));
  return board;
}

/** Runs to the end in steps of `stepUs`; stops at each instant that the board stops at. */
function run(board: Board, options: RunOptions, inferences: number, stepUs = 1e6): Finished {
  const execution = board.newExecution(options);
  board.begin(execution, { kind: 'infer', inferences });
  for (;;) {
    board.advanceTo(Math.floor(board.nowUs) + stepUs);
    const finished = board.takeFinished(execution);
    if (finished !== null) return finished;
  }
}

describe.each(DEVICE_CLASSES)('Board of a %s', (deviceClass) => {
  const inferences = deviceClass === 'jetson-nano' ? 3200 : 32_000;

  it.each(['pinned', 'governed'])('spends what the closed form says, %s', (mode) => {
    const board = newBoard(deviceClass);
    const input = defaultGovernors(deviceClass);
    if (mode === 'pinned') {
      input.gpuMinHz = input.gpuMaxHz = board.writeGpu({ min: 6e8, max: 6e8 }).max;
      input.cpuMinKhz = input.cpuMaxKhz;
      board.cpu.forEach((_, policy) => board.writeCpu(policy, { min: input.cpuMaxKhz, max: input.cpuMaxKhz }));
    }
    const expected = expectedTrial(alexnet(deviceClass), input, inferences);
    board.setTemperature(steadyTemperature(thermalOf(deviceClass), expected.meanPowerMw));

    const { energyMj, startUs, endUs, execution, batchUs } = run(board, alexnet(deviceClass), inferences);
    const { powerFactor, durationFactor } = execution;
    expect(Math.abs(energyMj / powerFactor / durationFactor / expected.energyMj - 1)).toBeLessThan(0.003);
    expect(Math.abs((endUs - startUs) / 1e3 / durationFactor / expected.durationMs - 1)).toBeLessThan(0.003);
    expect(batchUs).toHaveLength(inferences / 32);
    expect(batchUs.reduce((sum, us) => sum + us, 0)).toBeCloseTo(endUs - startUs, 3);
  });

  it('does not depend on how time is cut', () => {
    const [coarse, fine] = [1e9, 7_001].map((stepUs) => run(newBoard(deviceClass), alexnet(deviceClass), 320, stepUs));
    expect(fine!.energyMj / coarse!.energyMj).toBeCloseTo(1, 5);
    expect(Math.abs(fine!.endUs - coarse!.endUs)).toBeLessThanOrEqual(5);
  });

  it('differs a little from one execution to the next, and is the same for a seed', () => {
    const board = newBoard(deviceClass);
    const energies = Array.from({ length: 12 }, () => run(board, alexnet(deviceClass), 320).energyMj);
    const mean = energies.reduce((sum, energy) => sum + energy, 0) / energies.length;
    expect(new Set(energies).size).toBe(12);
    expect(Math.max(...energies.map((energy) => Math.abs(energy / mean - 1)))).toBeLessThan(0.05);
    expect(run(newBoard(deviceClass), alexnet(deviceClass), 320).energyMj).toBe(energies[0]);
    expect(run(newBoard(deviceClass, 'other'), alexnet(deviceClass), 320).energyMj).not.toBe(energies[0]);
  });
});

describe('Board', () => {
  it('boots in the stock power mode, with the whole table within reach', () => {
    const board = new Board(boardClass('jetson-xavier-nx'), 'test', START_US);
    expect(board.cpu[0]).toMatchObject({ min: 1190400, max: 1420800, governor: 'schedutil' });
    expect(board.writeCpu(1, { min: 115200 }).min).toBe(115200);
    expect(board.writeCpu(1, { max: 1907200 }).max).toBe(1907200);
    expect(new Board(boardClass('jetson-orin-nx'), 'test', 0).cpu[1]).toMatchObject({ min: 729600, max: 1984000 });
  });

  it('leaves a policy that was not written to its governor: pinning the first cluster alone pins nothing', () => {
    const board = newBoard('jetson-orin-nx');
    board.writeCpu(0, { min: 115200, max: 115200 });
    board.begin(board.newExecution(alexnet('jetson-orin-nx')), { kind: 'infer', inferences: 3200 });
    board.advanceTo(START_US + 1e6);
    expect(board.clocks().cpuKhz).toBeGreaterThan(1_000_000);
    expect(board.policyKhz(0, board.clocks())).toBe(115200);
  });

  it('works the remainder as a smaller last batch', () => {
    const board = newBoard('jetson-nano');
    board.writeGpu({ min: 1, max: 1 });
    const { batchUs } = run(board, alexnet('jetson-nano'), 72);
    expect(batchUs).toHaveLength(3);
    expect(batchUs[2]!).toBeLessThan(0.5 * batchUs[0]!);
  });

  it('lets a change of clocks act at once', () => {
    const board = newBoard('jetson-nano');
    board.begin(board.newExecution(alexnet('jetson-nano')), { kind: 'infer', inferences: 3200 });
    board.advanceTo(START_US + 2e6);
    board.writeGpu({ min: 76800000, max: 76800000 });
    expect(board.clocks().gpuHz).toBe(76800000);
    const horizonUs = board.workHorizonUs()!;
    board.writeGpu({ max: 921600000 });
    board.writeGpu({ min: 921600000 });
    expect(board.workHorizonUs()!).toBeLessThan(horizonUs);
  });

  it('never finishes before its horizon while clocks hold', () => {
    const board = newBoard('jetson-orin-nx');
    board.writeCpu(0, { min: 1984000 });
    board.writeGpu({ min: 918000000 });
    const execution = board.newExecution(alexnet('jetson-orin-nx'));
    board.begin(execution, { kind: 'infer', inferences: 640 });
    for (let horizonUs = board.workHorizonUs(); horizonUs !== null; horizonUs = board.workHorizonUs()) {
      expect(board.advanceTo(horizonUs - 1)).toBe(horizonUs - 1);
      board.advanceTo(horizonUs);
    }
    expect(board.takeFinished(execution)).not.toBeNull();
  });

  it('heats under load, throttles above its limit, and is freed when it has cooled', () => {
    const board = newBoard('jetson-nano');
    const coolC = board.temperatureC;
    const { throttled } = run(board, alexnet('jetson-nano'), 3200);
    expect(throttled).toBe(false);
    expect(board.temperatureC).toBeGreaterThan(coolC + 5);

    board.setTemperature(120);
    expect(board.throttled).toBe(true);
    const execution = board.newExecution(alexnet('jetson-nano'));
    board.begin(execution, { kind: 'infer', inferences: 32_000 });
    board.advanceTo(board.nowUs + 1e6);
    expect(board.clocks().gpuHz).toBeLessThanOrEqual(460800000);
    expect(board.gpu.max).toBe(921600000);
    board.abandon(execution);
    board.advanceTo(board.nowUs + 600e6);
    expect(board.throttled).toBe(false);
    expect(Math.abs(board.temperatureC - coolC)).toBeLessThan(1);
  });

  it('ends work whose process is gone and takes the next', () => {
    const board = newBoard('jetson-orin-nx');
    const [first, second] = [1, 2].map(() => board.newExecution(alexnet('jetson-orin-nx')));
    board.begin(first!, { kind: 'load' });
    expect(() => board.begin(second!, { kind: 'load' })).toThrow('working already');
    board.abandon(second!);
    expect(board.busy).toBe(true);
    board.abandon(first!);
    board.begin(second!, { kind: 'load' });
    board.advanceTo(START_US + 60e6);
    expect(board.takeFinished(second!)).toMatchObject({ assignment: { kind: 'load' } });
    expect(board.takeFinished(second!)).toBeNull();
  });

  it('with stuck clocks takes writes that change nothing', () => {
    const board = newBoard('jetson-nano');
    board.writeGpu({ min: 614400000, max: 614400000 });
    board.setStuck(true);
    expect(board.writeGpu({ min: 76800000 }).min).toBe(76800000);
    expect(board.writeGpu({ max: 76800000 }).max).toBe(76800000);
    expect(board.clocks().gpuHz).toBe(614400000);
    board.setStuck(false);
    expect(board.clocks().gpuHz).toBe(76800000);
  });
});

it('keeps no governor in step with batches that last about two of its decisions and a half', () => {
  const board = newBoard('jetson-orin-nx');
  board.cpu.forEach((_, policy) => board.writeCpu(policy, { governor: 'powersave' }));
  const input = { ...defaultGovernors('jetson-orin-nx'), cpuGovernor: 'powersave' };
  const expected = expectedTrial(alexnet('jetson-orin-nx', 16), input, 3200);
  const trials = Array.from({ length: 20 }, () => run(board, alexnet('jetson-orin-nx', 16), 3200));
  const ratios = trials.map(({ startUs, endUs, execution }) => {
    return (endUs - startUs) / 1e3 / execution.durationFactor / expected.durationMs;
  });
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  expect(Math.abs(mean - 1)).toBeLessThan(0.01);
});
