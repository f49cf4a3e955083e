import { compareFacts } from './compare-facts';
import type { ComparableFacts } from './comparable-facts';

const CPU_GOVERNORS = ['schedutil', 'userspace'];
const CPU_LIMITS = { governor: 'schedutil', minKhz: 102_000, maxKhz: 1_479_000 };

function factsOf(more: Partial<ComparableFacts> = {}): ComparableFacts {
  return {
    model: 'NVIDIA Jetson Nano Developer Kit',
    serial: '1424019012345',
    l4t: { release: 32, revision: '7.4' },
    jetpack: '4.6.4',
    kernel: '4.9.337-tegra',
    python: '3.6.9',
    cores: 4,
    memoryBytes: 4_156_850_176,
    cpuPolicies: [
      { policy: 0, frequenciesKhz: [102_000, 614_400, 1_479_000], governors: CPU_GOVERNORS, ...CPU_LIMITS },
    ],
    gpu: {
      frequenciesHz: [76_800_000, 921_600_000],
      governors: ['nvhost_podgov', 'userspace'],
      governor: 'nvhost_podgov',
      minHz: 76_800_000,
      maxHz: 921_600_000,
    },
    rails: [
      { label: 'POM_5V_IN', total: true },
      { label: 'POM_5V_GPU', total: false },
    ],
    powerMode: { id: 0, name: 'MAXN' },
    workloads: ['alexnet', 'resnet18'],
    ...more,
  };
}

/** Field, severity and message of each drift from the plain board to one that differs so. */
function drift(after: Partial<ComparableFacts>, before: Partial<ComparableFacts> = {}): string[] {
  return compareFacts(factsOf(before), factsOf(after)).map((d) => `${d.severity} ${d.field}: ${d.message}`);
}

describe('compareFacts', () => {
  it('finds nothing in the same facts, nor in what is state', () => {
    const state = { diskFreeBytes: 1, thermalZones: [], uptimeS: 3, bootId: 'other', fan: { pwm: 255 } };
    expect(compareFacts(factsOf(), { ...factsOf(), ...state })).toEqual([]);
    expect(compareFacts(factsOf(), factsOf({ powerMode: { id: 0, name: null } }))).toEqual([]);
  });

  it.each<[string, Partial<ComparableFacts>, string]>([
    ['another serial', { serial: '99' }, 'blocks serial: another board? Its serial number: was 1424019012345, is 99'],
    [
      'another model',
      { model: 'X' },
      'blocks model: another board? Its model: was NVIDIA Jetson Nano Developer Kit, is X',
    ],
    [
      'an unreadable serial',
      { serial: null },
      'warns serial: another board? Its serial number: was 1424019012345, is unknown',
    ],
    ['a minor L4T', { l4t: { release: 32, revision: '7.5' } }, 'warns l4t: L4T: was R32.7.4, is R32.7.5'],
    ['a major L4T', { l4t: { release: 35, revision: '7.4' } }, 'blocks l4t: L4T: was R32.7.4, is R35.7.4'],
    ['no L4T', { l4t: null }, 'warns l4t: L4T: was R32.7.4, is unknown'],
    ['another JetPack', { jetpack: '4.6.5' }, 'warns jetpack: JetPack: was 4.6.4, is 4.6.5'],
    ['another kernel', { kernel: '4.9.338' }, 'warns kernel: kernel: was 4.9.337-tegra, is 4.9.338'],
    ['another Python', { python: '3.6.10' }, 'info python: Python: was 3.6.9, is 3.6.10'],
    ['fewer cores', { cores: 2 }, 'blocks cores: cores online: was 4, is 2'],
    [
      'another power mode',
      { powerMode: { id: 1, name: '5W' } },
      'blocks powerMode: power mode: was MAXN (mode 0), is 5W (mode 1)',
    ],
    [
      'a nameless mode',
      { powerMode: { id: 7, name: null } },
      'blocks powerMode: power mode: was MAXN (mode 0), is mode 7',
    ],
    ['no power mode', { powerMode: null }, 'warns powerMode: power mode: was MAXN (mode 0), is unknown'],
    ['less memory', { memoryBytes: 2_078_425_088 }, 'warns memoryBytes: memory: was 3964 MiB, is 1982 MiB'],
    [
      'a missing part rail',
      { rails: [{ label: 'POM_5V_IN', total: true }] },
      'warns rails: rail POM_5V_GPU is missing',
    ],
    [
      'a missing total rail',
      { rails: [{ label: 'POM_5V_GPU', total: false }] },
      'blocks rails: rail POM_5V_IN is missing; energy is quoted from it',
    ],
    [
      'a new part rail',
      { rails: [...factsOf().rails, { label: 'POM_5V_CPU', total: false }] },
      'info rails: rail POM_5V_CPU is new',
    ],
    [
      'a new total rail',
      { rails: [...factsOf().rails, { label: 'VDD_IN', total: true }] },
      'blocks rails: rail VDD_IN is new, and measures the whole module',
    ],
    [
      'no GPU',
      { gpu: null },
      'blocks gpu.frequencies: frequency table of GPU: was 2 steps 76.8 MHz to 921.6 MHz, is missing',
    ],
    [
      'another CPU table',
      { cpuPolicies: [{ policy: 0, frequenciesKhz: [102_000, 1_479_000], governors: CPU_GOVERNORS, ...CPU_LIMITS }] },
      'blocks cpuPolicies.0.frequencies: frequency table of CPU policy 0: was 3 steps 102 MHz to 1479 MHz, is 2 steps 102 MHz to 1479 MHz',
    ],
    [
      'a lost governor',
      { gpu: { ...factsOf().gpu!, governors: ['nvhost_podgov'] } },
      'warns gpu.governors: governors of GPU: lost userspace',
    ],
    [
      'a new governor',
      { gpu: { ...factsOf().gpu!, governors: ['nvhost_podgov', 'userspace', 'performance'] } },
      'info gpu.governors: governors of GPU: gained performance',
    ],
    [
      'limits that somebody changed',
      { gpu: { ...factsOf().gpu!, maxHz: 614_400_000 } },
      'blocks gpu.limits: limits in force of GPU: was 76.8 MHz to 921.6 MHz, nvhost_podgov, is 76.8 MHz to 614.4 MHz, nvhost_podgov',
    ],
    [
      'a governor in force that somebody changed',
      { cpuPolicies: [{ ...factsOf().cpuPolicies[0]!, governor: 'userspace' }] },
      'blocks cpuPolicies.0.limits: limits in force of CPU policy 0: was 102 MHz to 1479 MHz, schedutil, is 102 MHz to 1479 MHz, userspace',
    ],
    ['a removed workload', { workloads: ['alexnet'] }, 'warns workloads: workload resnet18 is no longer installed'],
    ['a new workload', { workloads: ['alexnet', 'mine', 'resnet18'] }, 'info workloads: workload mine was installed'],
  ])('names %s', (_, after, found) => {
    expect(drift(after)).toEqual([found]);
  });

  it('leaves limits to the power mode that brought them', () => {
    const slower = { gpu: { ...factsOf().gpu!, maxHz: 614_400_000 }, powerMode: { id: 1, name: '5W' } };
    expect(drift(slower)).toEqual(['blocks powerMode: power mode: was MAXN (mode 0), is 5W (mode 1)']);
  });

  it('takes a new policy for a table that was not there', () => {
    const second = { policy: 2, frequenciesKhz: [102_000, 614_400], governors: CPU_GOVERNORS, ...CPU_LIMITS };
    expect(drift({ cpuPolicies: [...factsOf().cpuPolicies, second] })).toEqual([
      'blocks cpuPolicies.2.frequencies: frequency table of CPU policy 2: was missing, is 2 steps 102 MHz to 614.4 MHz',
    ]);
  });

  it('leaves alone what a kernel keeps for itself, and the order of lists', () => {
    const turned = { rails: [...factsOf().rails].reverse(), workloads: [...factsOf().workloads].reverse() };
    expect(drift({ memoryBytes: 4_156_850_176 - 40_000_000, ...turned })).toEqual([]);
  });

  it('lists what blocks first, then what warns', () => {
    const found = compareFacts(factsOf(), factsOf({ kernel: 'k', python: '3.8.10', powerMode: { id: 1, name: '5W' } }));
    expect(found.map(({ severity }) => severity)).toEqual(['blocks', 'warns', 'info']);
    expect(found[0]).toMatchObject({ before: 'MAXN (mode 0)', after: '5W (mode 1)' });
  });
});
