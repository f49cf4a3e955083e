import { cpuFrequency } from './cpu-frequency';
import { cpuGovernor } from './cpu-governor';
import type { OfferingDevice } from './factor';
import { gpuFrequency } from './gpu-frequency';

const policy = { frequenciesKhz: [800_000, 2_400_000], governors: ['schedutil', 'performance'] };
const machine = (canSetClocks: boolean, compatible: string[] = []): OfferingDevice => ({
  name: 'server',
  facts: { compatible, canSetClocks, cpuPolicies: [policy], gpu: null, knobs: {} },
});
const list = (...levelsHz: (number | 'stock')[]) => ({ kind: 'levels', levelsHz }) as const;

describe('clocks of a machine that is no Jetson', () => {
  it('are left as they are where they cannot be set, and the plan says why', () => {
    for (const wanted of [{ kind: 'all' } as const, list(2.4e9), list('stock', 2.4e9)]) {
      expect(cpuFrequency.snap(wanted, machine(false))).toEqual({
        levels: ['stock'],
        notes: ['cpuFrequency left out: no clock of the CPU can be set on this device; it is measured as it is'],
      });
    }
    expect(cpuFrequency.snap(list('stock'), machine(false))).toEqual({ levels: ['stock'], notes: [] });
    expect(gpuFrequency.snap(list(6e8), machine(true)).levels).toEqual(['stock']);
    expect(cpuGovernor.snap(['performance'], machine(false))).toEqual({
      levels: [null],
      notes: ['cpuGovernor left out: no governor can be set on this device'],
    });
  });

  it('are set where that is permitted, and on a Jetson always', () => {
    expect(cpuFrequency.snap(list(2.4e9), machine(true)).levels).toEqual([2_400_000]);
    expect(cpuFrequency.snap(list(2.4e9), machine(false, ['nvidia,tegra234'])).levels).toEqual([2_400_000]);
    expect(cpuGovernor.snap(['performance'], machine(true)).levels).toEqual(['performance']);
  });

  it('make no level unknown that nobody can have there', () => {
    expect([...cpuFrequency.findUnknown(list(5e9), [machine(false)])]).toEqual([]);
    expect([...cpuFrequency.findUnknown(list(5e9), [machine(false), machine(true)])]).toHaveLength(1);
    expect([...cpuGovernor.findUnknown(['interactive'], [machine(false)])]).toEqual([]);
  });
});
