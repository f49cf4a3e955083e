import { DEVICE_CLASSES, frequencyTable } from '@joulefleet/core';
import fc from 'fast-check';
import {
  batchPhases,
  CPU_GOVERNORS,
  defaultGovernors,
  expectedTrial,
  GPU_GOVERNORS,
  governorDwell,
  type GovernorInput,
} from './index';

/** Any governors with limits from the tables, the lower one not above the upper one. */
const anyGovernors: fc.Arbitrary<GovernorInput> = fc
  .tuple(
    fc.constantFrom(...DEVICE_CLASSES),
    fc.constantFrom(...CPU_GOVERNORS),
    fc.constantFrom(...GPU_GOVERNORS),
    fc.array(fc.nat({ max: 25 }), { minLength: 4, maxLength: 4 }),
  )
  .map(([deviceClass, cpuGovernor, gpuGovernor, picks]) => {
    const { cpuKhz, gpuHz } = frequencyTable(deviceClass);
    const pick = (table: readonly number[], i: number): number => table[(picks[i] ?? 0) % table.length] ?? NaN;
    const cpu = [pick(cpuKhz, 0), pick(cpuKhz, 1)];
    const gpu = [pick(gpuHz, 2), pick(gpuHz, 3)];
    return {
      ...{ deviceClass, cpuGovernor, gpuGovernor },
      ...{ cpuMinKhz: Math.min(...cpu), cpuMaxKhz: Math.max(...cpu) },
      ...{ gpuMinHz: Math.min(...gpu), gpuMaxHz: Math.max(...gpu) },
    };
  });

describe('governorDwell', () => {
  it('shares out all of the time among table clocks within the limits', () => {
    fc.assert(
      fc.property(anyGovernors, (input) => {
        const { dwells } = governorDwell(input);
        const { cpuKhz, gpuHz } = frequencyTable(input.deviceClass);
        expect(dwells.reduce((sum, dwell) => sum + dwell.share, 0)).toBeCloseTo(1, 12);
        for (const { clocks, share } of dwells) {
          expect(share).toBeGreaterThan(0);
          expect(cpuKhz).toContain(clocks.cpuKhz);
          expect(gpuHz).toContain(clocks.gpuHz);
          expect(clocks.cpuKhz).toBeGreaterThanOrEqual(input.cpuMinKhz);
          expect(clocks.cpuKhz).toBeLessThanOrEqual(input.cpuMaxKhz);
          expect(clocks.gpuHz).toBeGreaterThanOrEqual(input.gpuMinHz);
          expect(clocks.gpuHz).toBeLessThanOrEqual(input.gpuMaxHz);
        }
      }),
    );
  });

  it('pins both domains with equal limits, whatever the governors', () => {
    fc.assert(
      fc.property(anyGovernors, (input) => {
        const pinned = { ...input, cpuMinKhz: input.cpuMaxKhz, gpuMinHz: input.gpuMaxHz };
        const clocks = { cpuKhz: input.cpuMaxKhz, gpuHz: input.gpuMaxHz };
        expect(governorDwell(pinned)).toEqual({ dwells: [{ clocks, share: 1 }], dvfs: false });
      }),
    );
  });

  it('moves only the domain that is not pinned', () => {
    const pinnedGpu = { ...defaultGovernors('jetson-nano'), gpuMinHz: 614_400_000, gpuMaxHz: 614_400_000 };
    const { dwells, dvfs } = governorDwell(pinnedGpu);
    expect(dvfs).toBe(true);
    expect(dwells.map((dwell) => dwell.clocks)).toEqual([
      { cpuKhz: 1_479_000, gpuHz: 614_400_000 },
      { cpuKhz: 1_224_000, gpuHz: 614_400_000 },
    ]);
  });

  it('keeps the CPU at its lower limit with powersave and at its upper one with performance', () => {
    const standard = defaultGovernors('jetson-xavier-nx');
    const cpuClocks = (cpuGovernor: string): number[] => [
      ...new Set(governorDwell({ ...standard, cpuGovernor }).dwells.map((dwell) => dwell.clocks.cpuKhz)),
    ];
    expect(cpuClocks('powersave')).toEqual([115_200]);
    expect(cpuClocks('performance')).toEqual([1_907_200]);
  });

  it('has no governor in charge when both domains are held', () => {
    const held = { ...defaultGovernors('jetson-orin-nx'), cpuGovernor: 'performance', gpuGovernor: 'performance' };
    expect(governorDwell(held).dvfs).toBe(false);
  });

  it('refuses a governor that no board has', () => {
    const unknown = { ...defaultGovernors('jetson-nano'), cpuGovernor: 'toString' };
    expect(() => governorDwell(unknown)).toThrow("no board has the governor 'toString'");
  });
});

describe('expectedTrial', () => {
  it('is what adding up phases gives when clocks change from slice to slice of time', () => {
    const options = { deviceClass: 'jetson-nano', workload: 'resnet18', batchSize: 16, graphMode: 'dynamic' } as const;
    const governors = defaultGovernors('jetson-nano');
    const { dwells, dvfs } = governorDwell(governors);
    const truth = expectedTrial(options, governors, 3200);

    let [batches, energyMj] = [0, 0];
    for (const { clocks, share } of dwells) {
      const sliceUs = truth.durationMs * 1e3 * share;
      const [cpuPhase, gpuPhase] = batchPhases(options, clocks, dvfs);
      const batchUs = cpuPhase.durationUs + gpuPhase.durationUs;
      const batchMwUs = cpuPhase.durationUs * cpuPhase.powerMw.totalMw + gpuPhase.durationUs * gpuPhase.powerMw.totalMw;
      batches += sliceUs / batchUs;
      energyMj += ((sliceUs / batchUs) * batchMwUs) / 1e6;
    }
    expect(batches).toBeCloseTo(200, 6);
    expect(energyMj / truth.energyMj).toBeCloseTo(1, 9);
    expect((truth.meanPowerMw * truth.durationMs) / 1e3).toBeCloseTo(truth.energyMj, 6);
  });

  it('takes a full batch for the last inferences', () => {
    const options = { deviceClass: 'jetson-nano', workload: 'alexnet', batchSize: 16, graphMode: 'dynamic' } as const;
    const governors = defaultGovernors('jetson-nano');
    expect(expectedTrial(options, governors, 17).durationMs).toBeCloseTo(
      2 * expectedTrial(options, governors, 16).durationMs,
      9,
    );
  });
});
