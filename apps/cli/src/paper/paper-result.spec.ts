import { EXPECTATIONS, factorLevels } from '@joulefleet/core';
import { paperResult, paperSource } from './paper-result';
import { rowKey } from './paper-truth';
import type { PaperTrial } from './read-trials';

const TRIAL: PaperTrial = {
  ...{ trialId: 'a', deviceClass: 'jetson-nano', workload: 'alexnet', batchSize: 16, graphMode: 'dynamic' },
  ...{ cpuKhz: 1_479_000, gpuHz: 921_600_000, cpuGovernor: null, gpuGovernor: null, runtime: null, lazyLoading: null },
  ...{ garbageCollection: null, inferences: 3200, energyMj: 100_000, durationMs: 36_000, loadEnergyMj: null },
  uncertaintyMj: 1_000,
};
const saving = {
  path: 'topology.savingOverDvfsPct.jetson-nano.alexnet',
  expectation: 'saving of the optimum over DVFS, jetson-nano alexnet',
  ...{ study: '13.5 %', found: '13.65 %', tolerance: '-', status: 'holds' as const },
};

describe('the result of the study on twins', () => {
  const governed = { ...TRIAL, trialId: 'b', cpuKhz: null, gpuHz: null, energyMj: 115_607 };
  const energies = new Map([
    ['a', 100_100],
    ['b', 114_000],
  ]);
  const topology = { deviceClass: 'jetson-nano', workload: 'alexnet' } as const;
  const topologies = [{ ...topology, cells: [{ cpuKhz: 1_479_000, gpuHz: 921_600_000, energyJ: 100.1 }] }];
  const truth = { rows: new Map([[rowKey(saving), saving]]), topologies, energies };
  const both = paperSource([TRIAL, governed], []);

  it('has each figure beside the truth of the twins', () => {
    const { rows, trials, deviceHours } = paperResult([TRIAL, governed], both, truth);
    expect(rows.find(({ path }) => path === saving.path)).toMatchObject({ truth: '13.65 %', study: '13.5 %' });
    expect({ trials, deviceHours }).toEqual({ trials: 2, deviceHours: 0.02 });
    expect(rows.find(({ path }) => path === 'topology.optimum.jetson-nano.alexnet')).toMatchObject({
      ...{ found: 'CPU 1479, GPU 921.6 MHz', truth: 'CPU 1479, GPU 921.6 MHz', status: 'holds' },
    });
  });

  it('says how far energies are off, and which of them by more than is stated', () => {
    const { energies: errors } = paperResult([TRIAL, governed], both, truth);
    expect(errors).toMatchObject({ trials: 2, beyondHalfPct: 1, beyondUncertainty: 1 });
    expect(errors.worstPct).toBeCloseTo(1.41, 2);
  });

  it('weighs the shares of clocks under governors by trials', () => {
    const clock = (name: 'cpu' | 'gpu', topSharePct: number, trials: number) => ({
      ...{ device: 'paper-nano', cellKey: 'jetson-nano/x', workload: 'alexnet', batchSize: 16, graphMode: 'dynamic' },
      ...{
        options: {},
        levels: factorLevels({ cpuKhz: 'dvfs', gpuHz: 'dvfs', batchSize: 16 }),
        clock: name,
        policy: null,
        method: 'counters' as const,
        trials,
        topHz: 1,
      },
      ...{ topSharePct, shares: [] },
    });
    const governedClocks = [clock('cpu', 90, 3), clock('cpu', 86, 1), clock('gpu', 83, 4)];
    const { rows } = paperResult([governed], paperSource([governed], [{ governedClocks }]), truth);
    const found = (path: string) => rows.find((row) => row.path === path)!;
    expect(found('dvfs.timeAtHighestCpuPct.jetson-nano')).toMatchObject({ found: '89 %', status: 'holds' });
    expect(found('dvfs.timeAtHighestGpuPct.jetson-nano').study).toBe(
      `${EXPECTATIONS.dvfs.timeAtHighestGpuPct['jetson-nano']} %`,
    );
  });
});
