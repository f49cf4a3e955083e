import { compareOptima } from './compare-optima';
import { EXPECTATIONS } from './expectations';
import { measuredSource, type StudyTrial } from './measured-source';

const OF = { deviceClass: 'jetson-nano', workload: 'alexnet' } as const;
const REST = {
  ...({ batchSize: 16, graphMode: 'dynamic', cpuGovernor: null, gpuGovernor: null, runtime: null } as const),
  ...{ lazyLoading: null, garbageCollection: null, inferences: 3200, durationMs: 1000, loadEnergyMj: null },
};

/** Three trials of a cell that scatter by `spread`. */
function trialsOf(clocks: { cpuKhz: number; gpuHz: number } | null, energyMj: number, spread: number): StudyTrial[] {
  const { cpuKhz, gpuHz } = clocks ?? { cpuKhz: null, gpuHz: null };
  return [1 - spread, 1, 1 + spread].map((factor) => ({ ...OF, ...REST, cpuKhz, gpuHz, energyMj: energyMj * factor }));
}

const [LOW, HIGH, ELSEWHERE] = [1, 2, 3].map((n) => ({ cpuKhz: n * 1e5, gpuHz: n * 1e8 })) as [
  { cpuKhz: number; gpuHz: number },
  { cpuKhz: number; gpuHz: number },
  { cpuKhz: number; gpuHz: number },
];

function rowFor(energies: { low: number; high: number }, spread: number) {
  const { low, high } = energies;
  const trials = [...trialsOf(LOW, low, spread), ...trialsOf(HIGH, high, spread), ...trialsOf(null, 2000, spread)];
  const truth = [
    {
      ...OF,
      cells: [
        { ...LOW, energyJ: 1 },
        { ...HIGH, energyJ: 1.01 },
        { ...ELSEWHERE, energyJ: 0.5 },
      ],
    },
  ];
  const rows = compareOptima(measuredSource(trials, new Map()), truth, EXPECTATIONS);
  return rows.find(({ path }) => path === 'topology.optimum.jetson-nano.alexnet')!;
}

describe('optima against the truth', () => {
  it('hold where they are the same, of the cells that were measured', () => {
    expect(rowFor({ low: 1000, high: 1010 }, 0.0001)).toMatchObject({
      ...{ status: 'holds', tolerance: 'the same' },
      ...{ found: 'CPU 100, GPU 100 MHz', truth: 'CPU 100, GPU 100 MHz' },
    });
  });

  it('hold where what was measured does not distinguish them, and fail where it does', () => {
    expect(rowFor({ low: 1010, high: 1000 }, 0.02)).toMatchObject({
      ...{ status: 'holds', tolerance: 'one of 2 not distinguished', found: 'CPU 200, GPU 200 MHz' },
    });
    expect(rowFor({ low: 1010, high: 1000 }, 0.0001)).toMatchObject({ status: 'fails' });
  });

  it('are not there without cells, or without their truth', () => {
    const rows = compareOptima(measuredSource([], new Map()), [], EXPECTATIONS);
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['unmeasured']));
    expect(rows).toHaveLength(18);
  });
});
